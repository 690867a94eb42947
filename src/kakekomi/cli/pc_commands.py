"""``check pc`` and ``facts pc``, once their arguments are understood."""

from collections.abc import Sequence

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.fact_lines import facts_of
from kakekomi.check.judging import Collected, conclude
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli import pcs
from kakekomi.cli.antivirus import with_scan
from kakekomi.cli.antivirus_choice import Antivirus
from kakekomi.cli.common import Common
from kakekomi.cli.run import tell
from kakekomi.cli.show_facts import show_facts


def check_pc(
    common: Common,
    root: str | None,
    *,
    volume_serial: str | None,
    save: str | None,
    antivirus: Antivirus | None = None,
    desk: tuple[str | None, str | None] = (None, None),
) -> int:
    """Check this PC or the one in the folder; save and send its facts before they are judged.

    ``desk``: its address, and a token to enrol with.
    """
    if save is not None and root is not None and pcs.is_inside(save, root):
        tell(Problem(name=valid_text(save), key="problem.save_inside"), common.console)
        return ExitStatus.UNREADABLE
    one = _collected_pc(common, root, volume_serial)
    if antivirus is not None:
        one = with_scan(one, antivirus, root, common.console)
    saving = [] if save is None else _saved(common, one, save)
    saving += _submitted(common, one, *desk)
    return common.show([*saving, *conclude([one], common.judging)])


def _collected_pc(common: Common, root: str | None, volume_serial: str | None) -> Collected:
    if root is None:
        return pcs.live(common.judging, common.console)
    return pcs.root(root, volume_serial=volume_serial, judging=common.judging)


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
