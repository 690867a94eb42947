"""What the PC folder does once its first line is out: check, keep, show."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import Collected, conclude
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.visible import valid_text
from kakekomi.cli import pcs, result_files
from kakekomi.cli.common import Common
from kakekomi.cli.formats import Format
from kakekomi.cli.pc_folder import stem
from kakekomi.cli.pc_settings import PcSettings, read_settings, results_folder
from kakekomi.cli.run import tell
from kakekomi.cli.submission import submit
from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.document import VerdictDocument

PROGRAM: Final = "program"
"""Folder of the program in the PC folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The settings, and why those that lie there are not used."""

    settings: PcSettings
    refusal: str = ""


def check(folder: Path) -> int:
    """Check this PC, keep what was found below ``folder`` or where the settings say; exit status.

    What can't be kept is a problem that is told and shows in the exit status, but for a PC that is
    detected or suspicious, which matters more.
    """
    told = _told(folder)
    common = Common.of(told.settings.language, Format.TEXT)
    if told.refusal:
        tell(Problem(name="", key="notice.pc_settings", reason=told.refusal), common.console)
    one = pcs.live(common.judging, common.console)
    results = conclude([one], common.judging)
    place = results_folder(told.settings, folder)
    asked = result_files.as_asked(common)
    asked_for = results if asked is common else conclude([one], asked.judging)
    kept = result_files.keep(place, one, asked_for, asked)
    saved = attempt(
        lambda: _save(place, one, results, common),
        name=valid_text(str(place)),
        bad_input="problem.other",
    )
    problems = [*kept.problems, *([saved] if isinstance(saved, Problem) else [])]
    problems += _submitted(told.settings, one, common)
    status = common.show([*problems, *results])
    result_files.tell(kept, common, opens=result_files.is_wanted(common))
    return ExitStatus(status)


def _submitted(settings: PcSettings, one: Collected, common: Common) -> list[Problem]:
    """What kept the desk of the settings from having the result; it is sent with the next check."""
    if not settings.desk:
        return []
    problem = submit(one, settings.desk, settings.token or None, common.console)
    return [] if problem is None else [problem]


def _save(
    place: Path, one: Collected, results: Iterable[VerdictDocument | Problem], common: Common
) -> None:
    """Write the facts, to be judged again elsewhere. Raises: OSError."""
    for result in results:
        if isinstance(result, VerdictDocument):
            place.mkdir(parents=True, exist_ok=True)
            target = place / f"{stem(result.subject, common.judging.now)}.kksnap"
            problem = pcs.save(one, str(target))
            if problem is not None:
                tell(problem, common.console)


def _told(folder: Path) -> Told:
    try:
        return Told(settings=read_settings(folder, folder / PROGRAM))
    except ConfigurationError as error:
        return Told(settings=PcSettings(), refusal=str(error))
