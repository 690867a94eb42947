r"""Read what Microsoft Defender says in text: console, PowerShell, MPLog and exported events.

Shapes, told apart by their words, with Japanese and English labels::

    MpCmdRun -Scan                Scan finished. / found no threats / Threat : … / file : …
    Get-MpThreat | fl             Resources : {file:_C:\…}  ThreatName : …   (by the alphabet)
    Get-MpThreatDetection | fl    Resources : {file:_C:\…}  ThreatID : 2147…  (no name)
    MPLog-*.log                   2022-…Z DETECTIONEVENT … Trojan:Win32/Emotet!ml file:C:\…
    events 1116, 1117, 1001       名前: / Name:   パス: / Path:   スキャンが完了 / scan has finished

A threat name has Microsoft's form (kind, platform, family); anything else after "Name:" is not
taken for one. A log or event list without a scan's end says nothing about a clean PC.

Source: https://learn.microsoft.com/defender-endpoint/troubleshoot-microsoft-defender-antivirus
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.report_tables import AvScan, AvThreat
from kakekomi.facts.row import Row
from kakekomi.host.emocheck import scan_time
from kakekomi.host.report_text import UNNAMED, decode

PRODUCT: Final = "defender"

MAX_THREATS: Final = 10_000
"""More than anybody reads."""
MAX_PATHS: Final = 100
"""Of one threat."""
MAX_NUMBER_CHARS: Final = 20
"""A threat's number has ten digits."""
WRAP_INDENT: Final = 20
"""Blanks before the rest of a broken value; MpCmdRun sets its own lines in by four."""
MAX_LINE_CHARS: Final = 16_384
"""Longer lines of a log are cut before they are matched."""

THREAT_PATTERN: Final = re.compile(r"\b([A-Z][A-Za-z]{2,30}:[A-Za-z0-9_]{2,20}/[^\s;,}\"']{1,200})")
"""Takes ``Trojan:Win32/Emotet.PDE!MTB``; refuses ``file:C:/x`` and ``https://example.com/a``."""
PAIR_PATTERN: Final = re.compile(r"^([^\s:：][^:：]{0,39}?)\s*[:：](.*)$")
"""Takes ``Threat   : Trojan:Win32/Emotet``; refuses a line without a colon."""
FILE_PATTERN: Final = re.compile(r"\b(?:container)?file:_?([A-Za-z]:\\[^;,}\r\n\"]{1,400})")
r"""Takes ``file:_C:\a.dll``; refuses ``process:_pid:4``."""
COUNT_PATTERN: Final = re.compile(r"found ([0-9]{1,6}) threat|([0-9]{1,6}) ?個の脅威")
"""Takes ``found 1 threats``; refuses ``found no threats``."""
TIME_PATTERN: Final = re.compile(
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})\S{0,10}Z "
)
"""Takes MPLog's ``2022-03-14T01:02:03.456Z ``; refuses a local time without Z."""

_NAME_KEYS: Final = frozenset(
    ("threat", "threatname", "threat name", "name", "名前", "脅威", "脅威名")
)
_PATH_KEYS: Final = frozenset(("file", "containerfile", "path", "resources", "パス", "ファイル"))
_ACTION_KEYS: Final = frozenset(("action", "操作", "アクション", "処置"))
_NUMBER_KEYS: Final = frozenset(("threatid", "id"))
_TIME_KEYS: Final = frozenset(("initialdetectiontime",))
_VERSION_KEYS: Final = frozenset(
    (
        "security intelligence version",
        "signature version",
        "セキュリティ インテリジェンスのバージョン",
    )
)
_SCOPE_KEYS: Final = frozenset(
    ("scan parameters", "スキャン パラメーター", "スキャンのパラメーター")
)

_FINISHED: Final = ("scan finished", "scan has finished", "スキャンが完了", "スキャンを完了")
_NO_THREATS: Final = ("found no threats", "no threats were found", "脅威は見つかりませんでした")
_OWN_WORDS: Final = (
    "defender",
    "mpcmdrun",
    "scan starting",
    "list of detected threats",
    "threatname",
    "threatid",
    "detectionevent",
    "mpsource",
)
_LOG_WORDS: Final = ("DETECTIONEVENT", "DETECTION_ADD", "DETECTION_CLEANEVENT")


@dataclass(slots=True)
class _Record:
    """What one record says so far; its fields come in any order."""

    name: str | None = None
    number: str | None = None
    paths: list[str] = field(default_factory=list)
    action: str | None = None
    found_at: datetime | None = None


@dataclass(slots=True)
class _Reading:
    threats: dict[AvThreat, None] = field(default_factory=dict)
    record: _Record = field(default_factory=_Record)
    claimed: int = 0
    """Threats that the report counts, whether it lists them or not."""
    is_finished: bool = False
    version: str | None = None
    scope: str | None = None
    has_more: bool = False


def is_defender(lines: list[bytes]) -> bool:
    """Whether Defender's own words occur."""
    words = tuple(word.encode() for word in (*_OWN_WORDS, *_NO_THREATS))
    return any(any(word in line.lower() for word in words) for line in lines)


def read(lines: list[bytes], *, where: str) -> tuple[Row, ...]:
    """Rows and gaps of one report.

    Raises: ParseError if it names no threat and does not say that a scan ended.
    """
    reading = _Reading()
    for line in _unwrapped(decode(line[:MAX_LINE_CHARS]) for line in lines):
        _take(line, reading)
    _end_record(reading)
    if not reading.threats and not reading.claimed and not reading.is_finished:
        raise ParseError("neither a threat nor the end of a scan stands in it", where=where)
    scan = AvScan(
        product=PRODUCT,
        version=reading.version,
        scope=reading.scope,
        threats=max(len(reading.threats), reading.claimed),
    )
    unlisted = AvThreat(product=PRODUCT, name=UNNAMED)
    threats = tuple(reading.threats) or ((unlisted,) if reading.claimed else ())
    return (scan, *threats, *_gaps(reading))


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """PowerShell breaks long values and sets the rest far to the right; put them together again."""
    held: str | None = None
    for line in lines:
        is_rest = line[:WRAP_INDENT].isspace() and len(line.strip()) > 0
        if held is not None and is_rest and len(held) < MAX_LINE_CHARS:
            held += line.strip()
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _take(line: str, reading: _Reading) -> None:
    lowered = line.lower()
    if any(word in lowered for word in (*_FINISHED, *_NO_THREATS)):
        reading.is_finished = True
    if count := COUNT_PATTERN.search(lowered):
        reading.claimed = max(reading.claimed, int(count[1] or count[2]))
    if any(word in line for word in _LOG_WORDS):
        _take_log_line(line, reading)
    elif not line.strip():
        _end_record(reading)
    elif pair := PAIR_PATTERN.match(line.strip()):
        _take_pair(pair[1].strip(' "').lower(), pair[2].strip(), reading)


def _take_log_line(line: str, reading: _Reading) -> None:
    threat, path = THREAT_PATTERN.search(line), FILE_PATTERN.search(line)
    if threat:
        reading.record = _Record(
            name=threat[1],
            paths=[path[1].strip()] if path else [],
            found_at=_utc(TIME_PATTERN.match(line)),
        )
        _end_record(reading)


def _take_pair(key: str, value: str, reading: _Reading) -> None:
    record = reading.record
    if key in _NAME_KEYS and (threat := THREAT_PATTERN.search(value)):
        if record.name:
            _end_record(reading)
        reading.record.name = threat[1]
    elif key in _NUMBER_KEYS:
        record.number = value[:MAX_NUMBER_CHARS] or None
    elif key in _PATH_KEYS:
        record.paths.extend(_paths(value))
    elif key in _ACTION_KEYS:
        record.action = record.action or value or None
    elif key in _TIME_KEYS:
        record.found_at = record.found_at or scan_time(value)
    elif key in _VERSION_KEYS:
        reading.version = reading.version or value or None
    elif key in _SCOPE_KEYS:
        reading.scope = reading.scope or _scope(value)


def _paths(value: str) -> list[str]:
    found = [path.strip() for path in FILE_PATTERN.findall(value)[:MAX_PATHS]]
    return found or ([value] if value[1:3] == ":\\" else [])


def _end_record(reading: _Reading) -> None:
    """Keep the threats of a record; one without a name counts by its number and file."""
    record, reading.record = reading.record, _Record()
    name = record.name or (f"ThreatID {record.number}" if record.number and record.paths else None)
    if name is None:
        return
    for path in dict.fromkeys(record.paths) or (None,):
        if len(reading.threats) >= MAX_THREATS:
            reading.has_more = True
            return
        row = AvThreat(
            product=PRODUCT, name=name, path=path, action=record.action, found_at=record.found_at
        )
        reading.threats[row] = None


def _scope(value: str) -> str | None:
    lowered = value.lower()
    if "full" in lowered or "フル" in lowered:
        return "full"
    if "quick" in lowered or "クイック" in lowered:
        return "quick"
    return "custom" if "custom" in lowered or "カスタム" in lowered else None


def _utc(match: re.Match[str] | None) -> datetime | None:
    if match is None:
        return None
    try:
        return datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _gaps(reading: _Reading) -> tuple[Gap, ...]:
    gaps = [Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK, detail="Microsoft Defender")]
    if not reading.is_finished:
        gaps.append(Gap(what=What.REPORT, why=Why.NOT_COLLECTED, detail="Microsoft Defender"))
    if reading.claimed and not reading.threats:
        gaps.append(Gap(what=What.REPORT, why=Why.TRUNCATED, detail="Microsoft Defender"))
    if reading.has_more:
        gaps.append(Gap(what=What.REPORT, why=Why.LIMIT, detail=str(MAX_THREATS)))
    return tuple(gaps)
