r"""The result of ``check pc`` as files, for whoever closes the window before reading it.

Only a person at a terminal gets them: in a pipe, a script or a test nothing is written that was not
asked for. They lie on the desktop, else beside the program, never in the disk that is checked::

    kakekomi-results\
        KEIRI-PC-20221124-093000-detected.txt     begins with a BOM, for old editors
        KEIRI-PC-20221124-093000-detected.html    opened at once where there is a desktop
        KEIRI-PC-20221124-093000-detected.json    the verdict, as every other command writes it
        KEIRI-PC_20221124183000_emocheck.json     for what reads EmoCheck's results

EmoCheck knows yes and no only. What is suspicious or was not checked is neither, so that file is
left out then. They are in the language asked for, even where the console can't show it.

Source: https://github.com/JPCERTCC/EmoCheck (README: names and keys of the json result)
"""

import json
import os
import sys
import webbrowser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from ntpath import basename
from pathlib import Path
from typing import Final

from kakekomi import __version__
from kakekomi.check.answer import json_of
from kakekomi.check.judging import Collected, Result, labels_of
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli import pcs
from kakekomi.cli.common import Common
from kakekomi.cli.console import Console
from kakekomi.cli.formats import Format
from kakekomi.cli.page import Page
from kakekomi.cli.page import render as page_of
from kakekomi.cli.pc_folder import stem
from kakekomi.cli.text import more, render
from kakekomi.facts.pc_tables import File, Launch, Processes
from kakekomi.guide.document import VerdictDocument

FOLDER: Final = "kakekomi-results"
DESKTOPS: Final = ("Desktop", "OneDrive/Desktop", "OneDrive/デスクトップ", "デスクトップ")
"""Below the home folder, the first that exists; a desktop kept in OneDrive leaves none above it."""

FILE_WIDTH: Final = 80
"""Columns of the text: what a printed page has."""

EMOCHECK_ANSWERS: Final[Mapping[str, str]] = {"detected": "yes", "nothing_found": "no"}
PROGRAM_COLUMNS: Final = frozenset(
    ((File.TABLE, "path"), (Processes.TABLE, "path"), (Launch.TABLE, "target"))
)
"""What is named there is a program; a document that the user trusted is none."""

MAX_REPORTED: Final = 100
"""Files named in EmoCheck's form; who has more of them starts with the json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of the files."""

    paths: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_wanted(common: Common) -> bool:
    """Whether a person sits at a terminal and reads the answer there."""
    return common.form is Format.TEXT and all(
        not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stdout)
    )


def as_asked(common: Common) -> Common:
    """The same in the language asked for, which the console may lack and a file never does."""
    if common.judging.language == common.language:
        return common
    return replace(common, judging=replace(common.judging, language=common.language))


def place_of(home: Path, program: Path, root: str | None) -> Path:
    """Folder of the files: on the desktop, else beside the program, else where we are."""
    desktops = [home / name for name in DESKTOPS if (home / name).is_dir()]
    places = [folder / FOLDER for folder in (*desktops, program.parent)]
    allowed = [one for one in places if root is None or not pcs.is_inside(str(one), root)]
    return allowed[0] if allowed else Path.cwd() / FOLDER


def keep(place: Path, one: Collected, results: Sequence[Result], common: Common) -> Kept:
    """Write the files of a PC that was judged."""
    document = next((item for item in results if isinstance(item, VerdictDocument)), None)
    if document is None:
        return Kept()
    kept = attempt(
        lambda: tuple(_written(place, one, document, common)),
        name=valid_text(str(place)),
        bad_input="problem.other",
    )
    return Kept(problems=(kept,)) if isinstance(kept, Problem) else Kept(paths=kept)


def tell(kept: Kept, common: Common, *, opens: bool = True) -> None:
    """Say where the files are, and open the page where there is a desktop to show it."""
    words = common.console.asides
    for path in kept.paths:
        common.console.tell(words("notice.result_saved", path=visible(valid_text(str(path)))))
    if opens and _has_desktop():
        for path in kept.paths:
            if path.suffix == ".html":
                webbrowser.open(path.resolve().as_uri())


def _has_desktop() -> bool:
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform == "win32" or bool(shown)


def _written(
    place: Path, one: Collected, document: VerdictDocument, common: Common
) -> Iterator[Path]:
    place.mkdir(parents=True, exist_ok=True)
    for name, data in _files(one, document, common):
        path = place / name
        path.write_bytes(data)
        yield path


def _files(
    one: Collected, document: VerdictDocument, common: Common
) -> Iterator[tuple[str, bytes]]:
    now = common.judging.now
    paper = _paper(common)
    labels = labels_of(common.judging.choice, common.language)
    name = f"{stem(document.subject, now)}-{document.verdict}"
    lines = (*render(document, paper, labels), *more(document, paper))
    text = "".join(f"{line}\n" for line in lines)
    yield f"{name}.txt", text.replace("\n", "\r\n").encode("utf-8-sig", "replace")
    page = page_of(Page(documents=[document]), paper.words, labels)
    yield f"{name}.html", page.encode("utf-8", "replace")
    yield f"{name}.json", json_of(document) + b"\n"
    if document.verdict in EMOCHECK_ANSWERS:
        local = now.astimezone()
        host = stem(document.subject, now).removesuffix(f"-{now:%Y%m%d-%H%M%S}")
        report = emocheck_json(document, processes_of(one), f"{local:%Y-%m-%d %H:%M:%S}")
        yield f"{host}_{local:%Y%m%d%H%M%S}_emocheck.json", report


def _paper(common: Common) -> Console:
    """A console without colours and of a page's width, in the language asked for."""
    paper = Console(common.language, is_text=False)
    paper.colours, paper.width = False, FILE_WIDTH
    return paper


def processes_of(one: Collected) -> list[Processes]:
    """What ran, if it was looked at."""
    return [row for facts in one.facts for row in facts.rows if isinstance(row, Processes)]


def emocheck_json(
    document: VerdictDocument, processes: Sequence[Processes], scan_time: str
) -> bytes:
    """The verdict in EmoCheck's form; only for verdicts of ``EMOCHECK_ANSWERS``."""
    answer = EMOCHECK_ANSWERS[document.verdict]
    report: dict[str, object] = {
        "scan_time": scan_time,
        "hostname": document.subject,
        "emocheck_version": f"kakekomi-{__version__}",
        "is_infected": answer,
    }
    if answer == "yes":
        report["emotet_processes"] = [
            _entry(path, processes) for path in list(_paths(document))[:MAX_REPORTED]
        ]
    return json.dumps(report, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _paths(document: VerdictDocument) -> Iterable[str]:
    """Programs that what was found rests on, each once."""
    found = (
        item.value
        for finding in document.findings
        if finding.weight_db > 0
        for item in finding.evidence
        if (item.table, item.column) in PROGRAM_COLUMNS and isinstance(item.value, str)
    )
    return {path.casefold(): path for path in found}.values()


def _entry(path: str, processes: Iterable[Processes]) -> dict[str, str]:
    """The file with the process that runs it: itself, or Windows' own that was given a DLL."""
    wanted = path.casefold()
    for one in processes:
        if wanted == (one.path or "").casefold() or wanted in (one.cmdline or "").casefold():
            return {"process_name": one.name, "process_id": str(one.pid), "image_path": path}
    return {"process_name": basename(path), "process_id": "", "image_path": path}
