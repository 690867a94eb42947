r"""Read a result of JPCERT/CC's EmoCheck, from its json file, valid JSON or not.

EmoCheck pastes the file together by hand. Names and paths are in the console's code page, and
backslashes are doubled byte by byte: a CP932 character whose second byte is 0x5C gets one too many,
and some copies have none doubled, so that ``C:\temp`` means a tab. Keys are therefore looked for in
the bytes, and a value ends at a quote before a comma, a bracket or the end of its line::

    {
      "scan_time":"2021-02-01 10:00:00",
      "hostname":"PC-7",
      "emocheck_version":"2.0",
      "is_infected":"yes",               "no" ends the file
      "emotet_processes":[
        { "process_name":"…", "process_id":"716", "image_path":"C:\\…" }
      ]
    }

Source: https://github.com/JPCERTCC/EmoCheck (README, main.cpp of 0.0.2, 1.0 and 2.0)
"""

import re
from dataclasses import dataclass, field
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.report_tables import EmocheckProcess
from kakekomi.host.emocheck import (
    MAX_EMOCHECK_BYTES,
    MAX_PROCESSES,
    Emocheck,
    process,
    scan_time,
)
from kakekomi.host.report_text import decode

PAIR_PATTERN: Final = re.compile(
    rb'"(scan_time|hostname|emocheck_version|is_infected|process_name|process_id|image_path)"'
    rb"[ \t\n]{0,64}:[ \t\n]{0,64}"
    rb'(?:"([^\n]{0,1024}?)"(?=[ \t]{0,64}(?:[,}\]\n]|$))|([a-z0-9]{1,20}))'
)
r"""Takes ``"image_path":"C:\Users\a"`` and ``"process_id": 716``; refuses
``"image_path":"C:\Us`` (cut) and ``"registry_key":"…"`` (of no use here)."""
ESCAPE_PATTERN: Final = re.compile(rb'\\(?:([\\"/])|u([0-9a-fA-F]{4}))')
r"""Takes ``\\`` and ``\u30e6`` (a file that another program wrote again); refuses ``\users``."""
ODD_BACKSLASHES_PATTERN: Final = re.compile(rb'(?<!\\)(?:\\\\)*\\(?![\\"/u])')
r"""Takes ``C:\Users`` (never doubled); refuses ``C:\\Users``."""

_YES: Final = frozenset((b"yes", b"true", b"1"))
_NO: Final = frozenset((b"no", b"false", b"0"))


@dataclass(slots=True)
class _Reading:
    texts: dict[bytes, str] = field(default_factory=dict)
    answers: list[bytes] = field(default_factory=list)
    processes: list[dict[bytes, str]] = field(default_factory=list)


def is_json(data: bytes) -> bool:
    """Whether it has the keys that only EmoCheck writes."""
    return data.lstrip()[:1] == b"{" and b'"emocheck_version"' in data


def parse_json(data: bytes, *, where: str) -> Emocheck:
    """Read a json report; ``data`` is UTF-8 or a code page, not UTF-16.

    Raises: ParseError if it does not say yes or no, or says no and was cut.
    """
    if len(data) > MAX_EMOCHECK_BYTES:
        raise ParseError("too large for an EmoCheck report", where=where)
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip()
    reading = _read(data)
    if len(reading.answers) > 1:
        raise UnsupportedError(f"{where}: several reports in one file; give each its own file")
    is_infected = bool(reading.processes) or reading.answers[:1] == [b"yes"]
    is_ended = data.endswith(b"}") and data.count(b"{") == data.count(b"}")
    if not is_infected and not (reading.answers == [b"no"] and is_ended):
        raise ParseError("EmoCheck's answer is missing: the file was cut or changed", where=where)
    return Emocheck(
        version=reading.texts.get(b"emocheck_version") or None,
        scanned_at=scan_time(reading.texts.get(b"scan_time", "")),
        hostname=reading.texts.get(b"hostname") or None,
        is_infected=is_infected,
        language=None,
        processes=tuple(map(_row, reading.processes)),
        is_cut=is_infected and not (is_ended and reading.processes),
    )


def _read(data: bytes) -> _Reading:
    reading = _Reading()
    for match in PAIR_PATTERN.finditer(data):
        key, quoted, bare = match.groups()
        _take(key, quoted if quoted is not None else bare, reading)
    return reading


def _take(key: bytes, raw: bytes, reading: _Reading) -> None:
    match key:
        case b"is_infected":
            answer = raw.strip().lower()
            reading.answers.append(b"yes" if answer in _YES else b"no" if answer in _NO else b"")
        case b"process_name" if len(reading.processes) < MAX_PROCESSES:
            reading.processes.append({key: text_of(raw)})
        case b"process_id" | b"image_path" if reading.processes:
            reading.processes[-1].setdefault(key, text_of(raw))
        case _:
            reading.texts.setdefault(key, text_of(raw))


def text_of(raw: bytes) -> str:
    r"""Undo the escapes if the value has any, else take its backslashes as they are.

    The order matters: CP932 may end a character in 0x5C, which EmoCheck doubles like the others.
    """
    if ODD_BACKSLASHES_PATTERN.search(raw):
        return decode(raw)
    return decode(ESCAPE_PATTERN.sub(_character, raw))


def _character(match: re.Match[bytes]) -> bytes:
    literal, code = match.groups()
    return literal or chr(int(code, 16)).encode("utf-8", "replace")


def _row(found: dict[bytes, str]) -> EmocheckProcess:
    return process(
        name=found[b"process_name"], pid=found.get(b"process_id"), path=found.get(b"image_path")
    )
