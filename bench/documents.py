"""Documents: Kakekomi beside a loop over olevba, on the same files, and what each found.

oletools is no dependency of the project. ``KAKEKOMI_OLEVBA_PYTHON`` names a Python that has it.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bench.contenders import best_cpu_s
from bench.mails import ROOT
from kakekomi.drill.documents import make_doc_ole, make_docm, make_xls_xlm, make_xlsm
from kakekomi.facts.errors import ParseError
from kakekomi.mail import office

FOLDERS: Final = ("documents/office", "documents/encrypted-office")
OLEVBA_PYTHON: Final = "KAKEKOMI_OLEVBA_PYTHON"
LOOP: Final = ROOT / "bench" / "olevba_loop.py"


class Found(msgspec.Struct, frozen=True):
    """What olevba says of one file."""

    seconds: float
    words: list[str] | None
    """That run by themselves; None: no macros, or it can't be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """What reading some documents took."""

    name: str
    count: int
    ours_s: float
    olevba_s: float | None
    why_not: str = ""
    missing: tuple[str, ...] = ()
    """Words that only olevba reports, with their file."""


def documents_in(corpus: Path | None, folder: Path) -> list[Path]:
    """Files of a corpus, or made ones if there is none."""
    found = [path for one in FOLDERS for path in sorted(_files(corpus, one))]
    return found or list(_made(folder))


def _files(corpus: Path | None, folder: str) -> Iterator[Path]:
    if corpus is not None:
        yield from (path for path in (corpus / folder).rglob("*") if path.is_file())


def _made(folder: Path) -> Iterator[Path]:
    for maker in (make_docm, make_xlsm, make_doc_ole, make_xls_xlm):
        path = folder / maker.__name__
        path.write_bytes(maker())
        yield path


def compare(files: Sequence[Path]) -> Iterator[Documents]:
    """Read with both what olevba finds macros in, then all files."""
    found, why_not = _olevba(files)
    with_macros = [path for path in files if str(path) in found and found[str(path)].words]
    is_open = [path for path in files if not getattr(_read(path), "encrypted", False)]
    groups = (
        ("with auto-run macros that olevba reads", with_macros),
        ("not encrypted", is_open),
        ("all", files),
    )
    for name, some in groups:
        if not some or (not found and name != "all"):
            continue
        ours_s = best_cpu_s(lambda some=some: [_read(path) for path in some])  # type: ignore[misc]
        theirs_s = sum(found[str(path)].seconds for path in some) if found else None
        yield Documents(
            name=name,
            count=len(some),
            ours_s=ours_s,
            olevba_s=theirs_s,
            why_not=why_not,
            missing=tuple(_missing(some, found)),
        )


def _missing(files: Sequence[Path], found: Mapping[str, Found]) -> Iterator[str]:
    for path in files:
        ours = _words(_read(path))
        theirs = found[str(path)].words if str(path) in found else None
        yield from (f"{path.name}: {word}" for word in theirs or () if word.casefold() not in ours)


def _read(path: Path) -> office.OfficeDocument | None:
    with suppress(ParseError):
        return office.parse(path.read_bytes())
    return None


def _words(document: office.OfficeDocument | None) -> set[str]:
    if document is None:
        return set()
    names = (*document.autoexec, *document.xlm_autoexec)
    return {name.casefold() for name in names}


def _olevba(files: Sequence[Path]) -> tuple[dict[str, Found], str]:
    python = os.environ.get(OLEVBA_PYTHON)
    if not python:
        return {}, f"{OLEVBA_PYTHON} names no Python with oletools"
    listed = "\n".join(map(str, files)).encode()
    command = [python, str(LOOP)]
    ended = subprocess.run(command, input=listed, capture_output=True, check=False)
    if ended.returncode:
        return {}, f"olevba ended with status {ended.returncode}"
    return msgspec.json.decode(ended.stdout, type=dict[str, Found]), ""
