"""``check pc`` and ``facts pc``, once their arguments are understood."""

import sys
from collections.abc import Sequence
from pathlib import Path

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.fact_lines import facts_of
from kakekomi.check.judging import Collected, Result, conclude
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli import pcs, result_files
from kakekomi.cli.antivirus import with_scan
from kakekomi.cli.common import Common
from kakekomi.cli.pc_options import PcOptions
from kakekomi.cli.result_files import Kept
from kakekomi.cli.run import tell
from kakekomi.cli.show_facts import show_facts
from kakekomi.guide.prevention import Measure


def check_pc(common: Common, options: PcOptions) -> int:
    """Check this PC or the one in the folder; save and send its facts before they are judged."""
    root = options.root
    for target in filter(None, (options.save, options.qr)):
        if root is not None and pcs.is_inside(target, root):
            tell(Problem(name=valid_text(target), key="problem.save_inside"), common.console)
            return ExitStatus.UNREADABLE
    one = _collected_pc(common, options)
    if options.antivirus is not None:
        one = with_scan(one, options.antivirus, root, common.console)
    saving = [] if options.save is None else _saved(common, one, options.save)
    saving += _on_paper(common, one, options.qr)
    saving += _submitted(common, one, options.desk, options.enrolment)
    results, found = _judged(common, one, options)
    kept = _kept(common, one, options, results) if result_files.is_wanted(common) else Kept()
    status = common.show([*saving, *kept.problems, *results])
    if found:
        from kakekomi.cli.prevention import say  # noqa: PLC0415  for --prevention only

        say(found, common)
    result_files.tell(kept, common)
    return status


def _judged(
    common: Common, one: Collected, options: PcOptions
) -> tuple[list[Result], tuple[Measure, ...]]:
    """Results, and how the PC is prepared if that was asked."""
    results = conclude([one], common.judging)
    if not options.is_prevention_asked:
        return results, ()
    from kakekomi.cli import prevention  # noqa: PLC0415  for --prevention only

    found = prevention.measures_of(one, results, common)
    return prevention.with_measures(results, found, common), found


def _kept(common: Common, one: Collected, options: PcOptions, results: Sequence[Result]) -> Kept:
    """The results as files; in another language than the console's they are judged again."""
    asked = result_files.as_asked(common)
    if asked is not common:
        results, _ = _judged(asked, one, options)
    place = result_files.place_of(Path.home(), Path(sys.argv[0]).resolve(), options.root)
    return result_files.keep(place, one, results, asked)


def _collected_pc(common: Common, options: PcOptions) -> Collected:
    if options.root is None:
        return pcs.live(common.judging, common.console, is_memory_asked=options.is_memory_asked)
    return pcs.root(options.root, volume_serial=options.volume_serial, judging=common.judging)


def _on_paper(common: Common, one: Collected, target: str | None) -> list[Problem]:
    if target is None:
        return []
    from kakekomi.cli.paper import write  # noqa: PLC0415  for --qr only

    problem = write(one, target, common.console.words)
    return [] if problem is None else [problem]


def _submitted(
    common: Common, one: Collected, address: str | None, enrolment: str | None
) -> list[Problem]:
    if address is None:
        return []
    from kakekomi.cli.submission import submit  # noqa: PLC0415  for --submit only

    problem = submit(one, address, enrolment, common.console)
    return [] if problem is None else [problem]


def _saved(common: Common, one: Collected, target: str) -> list[Problem]:
    problem = pcs.save(one, target)
    if problem is not None:
        return [problem]
    if one.facts:
        words = common.console.asides
        common.console.tell(words("notice.saved", path=visible(valid_text(target))))
    return []


def facts_pc(common: Common, paths: Sequence[str], *, volume_serial: str | None) -> int:
    """Print facts of PCs' folders."""
    judging = common.judging
    collected = (pcs.root(path, volume_serial=volume_serial, judging=judging) for path in paths)
    return show_facts(facts_of(collected), common.console)
