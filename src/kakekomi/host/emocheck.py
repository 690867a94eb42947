r"""Read a result of JPCERT/CC's EmoCheck, from its txt file.

Versions 0.0.1 to 2.0 are known from their published source, 2.1 to 2.4 from their reports; the
shape stayed the same. The words are Japanese, French or English after the PC's language::

    [EmoCheck v2.0]
    Scan time: 2021-02-01 10:00:00      local time, taken as Japan's
    ____________________________________________________
    [Result]
    Detected Emotet process.            the only line that says yes or no

    [Emotet Process]                    repeated; absent when nothing was found
         Process Name  : rundll32.exe   may be Windows' own program
         Process ID    : 716
         Image Path    : C:\Users\...   the file to look at
    ____________________________________________________
    Please remove or isolate the suspicious execution file.

A result that cannot be read to its sentence is an error and never a "no": a file that was cut, or
copied while EmoCheck still ran, looks like a good one up to there. What says "yes" anywhere wins.

Source: https://github.com/JPCERTCC/EmoCheck (README, main.cpp of 0.0.1, 1.0 and 2.0)
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum, auto
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.report_tables import EmocheckProcess
from kakekomi.host.report_text import base_name, decode

MAX_EMOCHECK_BYTES: Final = 256 * 1024
"""A report with a thousand processes has 200 kB."""
MAX_PROCESSES: Final = 1000
"""More than a PC runs."""

JAPAN: Final = timezone(timedelta(hours=9))
"""EmoCheck writes local time without a zone; it is a Japanese tool for Japanese PCs."""

_CODECS: Final = ("utf-8", "cp932", "cp1252", "cp850")
_VALUE_CODECS: Final = {
    "ja": ("cp932",),
    "fr": ("cp850", "cp1252"),
    "en": ("cp932", "cp1252"),
}


class _Label(Enum):
    TIME = auto()
    HOST = auto()
    NAME = auto()
    PID = auto()
    PATH = auto()
    OTHER = auto()


_SENTENCES: Final = (
    ("Emotetを検知しました。", "ja", True),
    ("Emotetを検知しました", "ja", True),
    ("Emotetのプロセスを検知しました。", "ja", True),
    ("Emotetのプロセスが見つかりました。", "ja", True),
    ("[!!] Emotet 検知", "ja", True),
    ("検知しませんでした。", "ja", False),
    ("Emotetは検知されませんでした。", "ja", False),
    ("Detected Emotet process.", "en", True),
    ("Emotet was detected.", "en", True),
    ("Emotet had be detected.", "en", True),
    ("[!!] Detected", "en", True),
    ("Emotet was not detected.", "en", False),
    ("No detection.", "en", False),
    ("Emotet détecté.", "fr", True),
    ("Emotet a été détecté.", "fr", True),
    ("[!!] Emotet", "fr", True),
    ("Emotet n'a pas été détecté.", "fr", False),
    ("Aucune détection.", "fr", False),
)
"""The sentences of all versions, file and screen, with what they say."""

_LABELS: Final = (
    ("プログラム実行時刻", _Label.TIME),
    ("スキャン日時", _Label.TIME),
    ("Scan time", _Label.TIME),
    ("Temps d'éxécution", _Label.TIME),
    ("Temps d'exécution", _Label.TIME),
    ("ホスト名", _Label.HOST),
    ("Hostname", _Label.HOST),
    ("Nom d'hôte", _Label.HOST),
    ("プロセス名", _Label.NAME),
    ("Process Name", _Label.NAME),
    ("Nom du processus", _Label.NAME),
    ("プロセスID", _Label.PID),
    ("Process ID", _Label.PID),
    ("PID", _Label.PID),
    ("イメージパス", _Label.PATH),
    ("Image Path", _Label.PATH),
    ("Emplacement", _Label.PATH),
    ("レジストリキー", _Label.OTHER),
    ("Registry Key", _Label.OTHER),
    ("Clé de registre", _Label.OTHER),
)

_ADVICE: Final = (
    "イメージパスの実行ファイルを隔離/削除してください。",
    "不審なイメージパスの実行ファイルを隔離/削除してください。",
    "Please remove or isolate the suspicious execution file.",
    "Veuillez supprimer le(s) fichier(s) détecté(s).",
)
"""The last line of a positive report: with it, nothing is missing."""


def _encodings(text: str) -> set[bytes]:
    return {text.encode(codec) for codec in _CODECS if _fits(text, codec)}


def _fits(text: str, codec: str) -> bool:
    return text.encode(codec, "replace").decode(codec) == text


_SENTENCE_BY_BYTES: Final = {
    raw: (language, infected) for text, language, infected in _SENTENCES for raw in _encodings(text)
}
_LABEL_BY_BYTES: Final = {raw: label for text, label in _LABELS for raw in _encodings(text)}
_ADVICE_BYTES: Final = frozenset(raw for text in _ADVICE for raw in _encodings(text))

HEADER_PATTERN: Final = re.compile(
    rb"^\[emocheck v?([0-9][0-9.]{0,20})[^\]]{0,20}\]", re.IGNORECASE
)
"""Takes ``[EmoCheck v2.4.0]`` and ``[Emocheck v0.0.2]``; refuses ``[EmoCheck]``."""
BANNER: Final = b"Emotet detection tool by JPCERT/CC."
"""On the screen instead of the header, for output sent to a file by ``>``."""
BANNER_VERSION_PATTERN: Final = re.compile(rb"^Version +: +([0-9][0-9.]{0,20})")
"""Takes ``Version      : 2.0``; refuses ``Engine version: 0.103.5``."""
FILE_NAME_PATTERN: Final = re.compile(
    r"^(?:(?P<host>.+)_)?(?P<time>[0-9]{14})_emocheck(?: ?\([0-9]+\))?\.(?:txt|json)$",
    re.IGNORECASE,
)
"""Takes ``PC-7_20220314101500_emocheck.txt``, a browser's ``… (1).txt`` and 0.0.1's name without a
host; refuses ``emocheck.txt``."""
TIME_PATTERN: Final = re.compile(
    r"^([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})[ T]([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
)
"""Takes ``2022-03-14 10:15:00``; refuses ``14.03.2022 10:15``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emocheck:
    """What one report says."""

    version: str | None
    scanned_at: datetime | None
    hostname: str | None
    """As the report says; the txt files of no known version do."""
    is_infected: bool
    language: str | None
    processes: tuple[EmocheckProcess, ...]
    is_cut: bool
    """It says yes, but its end is missing: there may be more processes."""


@dataclass(slots=True)
class _Reading:
    version: str | None = None
    headers: int = 0
    language: str | None = None
    results: list[bool] = field(default_factory=list)
    time: str = ""
    host: str | None = None
    processes: list[dict[_Label, str]] = field(default_factory=list)
    is_ended: bool = False


def is_txt(lines: list[bytes]) -> bool:
    """Whether the lines carry EmoCheck's header or banner."""
    return any(HEADER_PATTERN.match(line.strip()) or BANNER in line for line in lines[:200])


def parse_txt(lines: list[bytes], *, where: str) -> Emocheck:
    """Read the lines of a txt report.

    Raises: ParseError if it does not say yes or no; UnsupportedError if it is several reports.
    """
    if sum(map(len, lines)) > MAX_EMOCHECK_BYTES:
        raise ParseError("too large for an EmoCheck report", where=where)
    reading = _Reading()
    *whole, last = lines or [b""]
    for line in whole:
        _take(line.strip(), reading)
    if b":" not in last:  # a value without its line end may be cut: half a path names another file
        _take(last.strip(), reading)
    if reading.headers > 1:
        raise UnsupportedError(f"{where}: several reports in one file; give each its own file")
    if not reading.results and not reading.processes:
        raise ParseError(
            "the line with EmoCheck's result is missing: the file was cut or the check not ended",
            where=where,
        )
    return _emocheck(reading)


def _emocheck(reading: _Reading) -> Emocheck:
    is_infected = any(reading.results) or bool(reading.processes)
    return Emocheck(
        version=reading.version,
        scanned_at=scan_time(reading.time),
        hostname=reading.host or None,
        is_infected=is_infected,
        language=reading.language,
        processes=tuple(map(_process, reading.processes)),
        is_cut=is_infected and not (reading.is_ended and reading.processes),
    )


def _take(line: bytes, reading: _Reading) -> None:
    if header := HEADER_PATTERN.match(line):
        reading.headers += 1
        reading.version = header[1].decode("ascii")
    elif version := BANNER_VERSION_PATTERN.match(line):
        reading.version = reading.version or version[1].decode("ascii")
    elif sentence := _SENTENCE_BY_BYTES.get(line):
        reading.language = reading.language or sentence[0]
        reading.results.append(sentence[1])
    elif line in _ADVICE_BYTES:
        reading.is_ended = True
    else:
        _take_labelled(line, reading)


def _take_labelled(line: bytes, reading: _Reading) -> None:
    before, _, after = line.partition(b":")
    label = _LABEL_BY_BYTES.get(before.strip())
    if label is None:
        return
    value = decode(after.strip(), preferred=_VALUE_CODECS[reading.language or "ja"])
    match label:
        case _Label.TIME:
            reading.time = value
        case _Label.HOST:
            reading.host = value
        case _Label.NAME if len(reading.processes) < MAX_PROCESSES:
            reading.processes.append({label: value})
        case _Label.PID | _Label.PATH if reading.processes:
            reading.processes[-1].setdefault(label, value)
        case _:
            return


def _process(found: dict[_Label, str]) -> EmocheckProcess:
    return process(name=found[_Label.NAME], pid=found.get(_Label.PID), path=found.get(_Label.PATH))


def process(*, name: str, pid: str | None, path: str | None) -> EmocheckProcess:
    """A row from the three values as text."""
    is_number = (
        pid is not None and pid.isascii() and pid.isdigit() and len(pid) <= len("4294967295")
    )
    return EmocheckProcess(
        process_name=name,
        process_id=int(pid) if pid and is_number else None,
        image_path=path or None,
    )


def scan_time(text: str) -> datetime | None:
    """UTC of the report's local time; None if it is none."""
    match = TIME_PATTERN.match(text)
    return _utc(*map(int, match.groups())) if match else None


def _utc(*parts: int) -> datetime | None:
    year, month, day, hour, minute, second = parts
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=JAPAN).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def named_host(file_name: str) -> str | None:
    """Host in EmoCheck's own file name; None if it has another name."""
    match = FILE_NAME_PATTERN.match(base_name(file_name))
    return match["host"] if match else None


def named_time(file_name: str) -> datetime | None:
    """Time in EmoCheck's own file name, which is local; None if it has another name."""
    match = FILE_NAME_PATTERN.match(base_name(file_name))
    if not match:
        return None
    digits = match["time"]
    return _utc(int(digits[:4]), *(int(digits[i : i + 2]) for i in range(4, 14, 2)))
