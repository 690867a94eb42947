"""``check pc`` and ``facts pc``, once their arguments are understood."""

from collections.abc import Sequence

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.fact_lines import facts_of
from kakekomi.check.judging import Collected, Result, conclude
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli import pcs
from kakekomi.cli.antivirus import with_scan
from kakekomi.cli.common import Common
from kakekomi.cli.pc_options import PcOptions
from kakekomi.cli.run import tell
from kakekomi.cli.show_facts import show_facts


def check_pc(common: Common, options: PcOptions) -> int:
    """Check this PC or the one in the folder; save and send its facts before they are judged."""
    root = options.root
    for target in filter(None, (options.save, options.qr)):
        if root is not None and pcs.is_inside(target, root):
            tell(Problem(name=valid_text(target), key="problem.save_inside"), common.console)
            return ExitStatus.UNREADABLE
    one = _collected_pc(common, root, options.volume_serial)
    if options.antivirus is not None:
        one = with_scan(one, options.antivirus, root, common.console)
    saving = [] if options.save is None else _saved(common, one, options.save)
    saving += _on_paper(common, one, options.qr)
    saving += _submitted(common, one, options.desk, options.enrolment)
    results = conclude([one], common.judging)
    if options.is_prevention_asked:
        return _with_prevention(common, one, saving, results)
    return common.show([*saving, *results])


def _with_prevention(
    common: Common, one: Collected, saving: list[Problem], results: list[Result]
) -> int:
    from kakekomi.cli import prevention  # noqa: PLC0415  for --prevention only

    found = prevention.measures_of(one, results, common)
    status = common.show([*saving, *prevention.with_measures(results, found, common)])
    prevention.say(found, common)
    return status


def _collected_pc(common: Common, root: str | None, volume_serial: str | None) -> Collected:
    if root is None:
        return pcs.live(common.judging, common.console)
    return pcs.root(root, volume_serial=volume_serial, judging=common.judging)


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
