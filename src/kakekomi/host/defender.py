r"""Read what Microsoft Defender says in text: console, PowerShell, MPLog and exported events.

Four shapes, told apart by their words, with Japanese and English labels::

    MpCmdRun -Scan                Scan finished. / found no threats / Threat : … / file : …
    Get-MpThreat | fl             ThreatName : …  Resources : {file:_C:\…}
    MPLog-*.log                   2022-…Z DETECTIONEVENT … Trojan:Win32/Emotet!ml file:C:\…
    events 1116, 1117, 1001       名前: / Name:   パス: / Path:   スキャンが完了 / scan has finished

A threat name has Microsoft's form (kind, platform, family); anything else after "Name:" is not
taken for one. A log or event list without a scan's end says nothing about a clean PC.

Source: https://learn.microsoft.com/defender-endpoint/troubleshoot-microsoft-defender-antivirus
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import AvScan, AvThreat
from kakekomi.facts.row import Row
from kakekomi.host.report_text import decode

PRODUCT: Final = "defender"

MAX_THREATS: Final = 10_000
"""More than anybody reads."""
MAX_LINE_CHARS: Final = 16_384
"""Longer lines of a log are cut before they are matched."""

THREAT_PATTERN: Final = re.compile(r"\b([A-Z][A-Za-z]{2,30}:[A-Za-z0-9_]{2,20}/[^\s;,}\"']{1,200})")
"""Takes ``Trojan:Win32/Emotet.PDE!MTB``; refuses ``file:C:/x`` and ``https://example.com/a``."""
PAIR_PATTERN: Final = re.compile(r"^([^\s:：][^:：]{0,39}?)\s*[:：](.*)$")
"""Takes ``Threat   : Trojan:Win32/Emotet``; refuses a line without a colon."""
FILE_PATTERN: Final = re.compile(r"\b(?:container)?file:_?([A-Za-z]:\\[^;,}\r\n\"]{1,400})")
r"""Takes ``file:_C:\a.dll``; refuses ``process:_pid:4``."""
TIME_PATTERN: Final = re.compile(
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})\S{0,10}Z "
)
"""Takes MPLog's ``2022-03-14T01:02:03.456Z ``; refuses a local time without Z."""

_NAME_KEYS: Final = frozenset(
    ("threat", "threatname", "threat name", "name", "名前", "脅威", "脅威名")
)
_PATH_KEYS: Final = frozenset(("file", "containerfile", "path", "resources", "パス", "ファイル"))
_ACTION_KEYS: Final = frozenset(("action", "操作", "アクション", "処置"))
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
    "detectionevent",
    "mpsource",
)
_LOG_WORDS: Final = ("DETECTIONEVENT", "DETECTION_ADD", "DETECTION_CLEANEVENT")


@dataclass(slots=True)
class _Reading:
    threats: list[AvThreat] = field(default_factory=list)
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
    for line in lines:
        _take(decode(line[:MAX_LINE_CHARS]), reading)
    if not reading.threats and not reading.is_finished:
        raise ParseError("neither a threat nor the end of a scan stands in it", where=where)
    threats = tuple(dict.fromkeys(reading.threats))
    scan = AvScan(
        product=PRODUCT,
        version=reading.version,
        scope=reading.scope,
        threats=len(threats),
    )
    return (scan, *threats, *_gaps(reading))


def _take(line: str, reading: _Reading) -> None:
    lowered = line.lower()
    if any(word in lowered for word in (*_FINISHED, *_NO_THREATS)):
        reading.is_finished = True
    if any(word in line for word in _LOG_WORDS):
        _take_log_line(line, reading)
    elif pair := PAIR_PATTERN.match(line.strip()):
        _take_pair(pair[1].strip().lower(), pair[2].strip(), reading)


def _take_log_line(line: str, reading: _Reading) -> None:
    threat, path, time = (
        THREAT_PATTERN.search(line),
        FILE_PATTERN.search(line),
        TIME_PATTERN.match(line),
    )
    if threat:
        _add(reading, threat[1], path=path[1].strip() if path else None, at=_time(time))


def _take_pair(key: str, value: str, reading: _Reading) -> None:
    if key in _NAME_KEYS:
        if threat := THREAT_PATTERN.search(value):
            _add(reading, threat[1])
    elif key in _PATH_KEYS and reading.threats:
        _take_path(value, reading)
    elif key in _ACTION_KEYS and reading.threats:
        last = reading.threats[-1]
        reading.threats[-1] = _changed(last, path=last.path, action=last.action or value or None)
    elif key in _VERSION_KEYS:
        reading.version = reading.version or value or None
    elif key in _SCOPE_KEYS:
        reading.scope = reading.scope or _scope(value)


def _take_path(value: str, reading: _Reading) -> None:
    match, last = FILE_PATTERN.search(value), reading.threats[-1]
    path = match[1].strip() if match else value if value[1:3] == ":\\" else None
    if path and not last.path:
        reading.threats[-1] = _changed(last, path=path, action=last.action)
    elif path and path != last.path:
        _add(reading, last.name, path=path)


def _add(
    reading: _Reading, name: str, *, path: str | None = None, at: datetime | None = None
) -> None:
    if len(reading.threats) >= MAX_THREATS:
        reading.has_more = True
        return
    reading.threats.append(AvThreat(product=PRODUCT, name=name, path=path, found_at=at))


def _changed(row: AvThreat, *, path: str | None, action: str | None) -> AvThreat:
    return AvThreat(
        product=row.product, name=row.name, path=path, action=action, found_at=row.found_at
    )


def _scope(value: str) -> str | None:
    lowered = value.lower()
    if "full" in lowered or "フル" in lowered:
        return "full"
    if "quick" in lowered or "クイック" in lowered:
        return "quick"
    return "custom" if "custom" in lowered or "カスタム" in lowered else None


def _time(match: re.Match[str] | None) -> datetime | None:
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
    if reading.has_more:
        gaps.append(Gap(what=What.REPORT, why=Why.LIMIT, detail=str(MAX_THREATS)))
    return tuple(gaps)
