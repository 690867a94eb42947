"""``drill``: make an exercise, and score what was done in it.

Exit status: 0 made or scored; 2 wrong use, or the folder or log can't be used.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.inputs import MAX_FILE_BYTES
from kakekomi.check.judging import PackChoice, load_pack
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.console import Console, Style
from kakekomi.cli.reader_gone import attempt_for_reader
from kakekomi.cli.run import tell
from kakekomi.cli.words import language_of
from kakekomi.drill.answer_sheet import AnswerSheet, unseal
from kakekomi.drill.drill_log import DrillLog, log_of, read_log
from kakekomi.drill.exercise import ANSWERS, SEEDS, write_exercise
from kakekomi.drill.score import Item, Result, Score, ScoreLine, score
from kakekomi.facts import snapshot
from kakekomi.packs import model
from kakekomi.packs.content import content_scanner
from kakekomi.packs.model import Pack

GZIP: Final = b"\x1f\x8b"
"""Begins a snapshot: then the log is made from the case in it."""

RESULT_WORDS: Final = {
    Result.DONE: "drill.done",
    Result.LATE: "drill.late",
    Result.MISSED: "drill.missed",
    Result.WRONG: "drill.wrong",
}
ITEM_WORDS: Final = {
    Item.CHECKED: "drill.checked",
    Item.NAMED: "drill.named",
    Item.TOLD: "drill.told",
    Item.FALSE_ALARM: "drill.false_alarm",
    Item.WINDOWS_FILE: "drill.windows_file",
}
"""Keys of the words; steps bear their own title."""


def make_drill(folder: str, seed: int | None, lang: Language | None) -> int:
    """Write a new exercise."""
    language = lang or language_of(os.environ)
    console = Console(language, is_text=True)
    chosen = secrets.randbelow(SEEDS) if seed is None else seed

    def make() -> ExitStatus:
        scanner = content_scanner(load_pack(PackChoice()))
        write_exercise(Path(folder), chosen, model.Language(language), scanner)
        console.say(console.words("drill.made", path=visible(valid_text(folder))))
        return ExitStatus.NOTHING_FOUND

    return _finish(make, folder, console)


def score_drill(folder: str, log: str, lang: Language | None, *, is_json: bool) -> int:
    """Open the answers and show the score."""
    language = lang or language_of(os.environ)
    console = Console(language, is_text=not is_json)

    def show() -> ExitStatus:
        sheet = unseal((Path(folder) / ANSWERS).read_bytes())
        result = score(sheet, _log(Path(log), sheet))
        if is_json:
            console.write(msgspec.json.encode(result) + b"\n")
        else:
            _show(result, sheet, console, load_pack(PackChoice()))
        return ExitStatus.NOTHING_FOUND

    return _finish(show, folder, console)


def _finish(action: Callable[[], ExitStatus], folder: str, console: Console) -> int:
    result = attempt_for_reader(action, name=valid_text(folder), bad_input="drill.failed")
    if isinstance(result, Problem):
        tell(result, console)
        result = result.status
    console.close(console.words.language)
    return result


def _log(path: Path, sheet: AnswerSheet) -> DrillLog:
    """Kept by hand, or the snapshot of a case that was led in the desk."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES)
    if data.startswith(GZIP):
        return log_of(snapshot.read(data, where=str(path)), drill=sheet.drill, started_at=None)
    return read_log(data)


def _show(result: Score, sheet: AnswerSheet, console: Console, pack: Pack) -> None:
    words, say = console.words, console.say
    say(console.styled(words("drill.points", points=result.points, of=result.of), Style.HEADING))
    for kind in Result:
        lines = [one for one in result.lines if one.result is kind]
        if not lines or kind is Result.DONE:
            continue
        say()
        say(console.styled(words(RESULT_WORDS[kind], count=len(lines)), Style.HEADING))
        for one in lines:
            say(f"  {_line(one, console, pack)}")
    say()
    done = sum(one.result is Result.DONE for one in result.lines)
    say(words(RESULT_WORDS[Result.DONE], count=done))
    say(words("drill.answer", leaked=sheet.leaked, pcs=", ".join(sheet.detected)))


def _line(one: ScoreLine, console: Console, pack: Pack) -> str:
    words = console.words
    language = model.Language(words.language)
    is_step = one.item in {Item.STEP, Item.ORDER}
    title = pack.step(one.step).title.of(language) if is_step else words(ITEM_WORDS[one.item])
    if one.item is Item.ORDER:
        title = words("drill.order", step=title)
    parts = [title, visible(one.subject)]
    if one.minutes is not None:
        parts.append(words("drill.minutes", minutes=one.minutes))
    if one.within_minutes is not None and one.result is not Result.DONE:
        parts.append(words("drill.within", minutes=one.within_minutes))
    return words("line.separator").join(parts)
