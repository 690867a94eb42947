r"""Find the file that a Windows command line really starts.

``regsvr32.exe /s C:\Users\a\x.ocx`` starts x.ocx: regsvr32 is Windows' own and only carries it.
Hosts that carry others are known by name **and** place; a "rundll32.exe" in a user's folder is no
host but the program itself.

Unquoted paths with blanks are tried as Windows does: the shortest beginning that exists wins. On
a disk where nothing is left of the file, the longest sensible reading is taken.

Hosts: rundll32 (path, comma, entry point), regsvr32 (last word without a slash; with scrobj.dll
what /i: names), wscript and cscript (first word without //), mshta, cmd (/c), powershell (-File or
the first path in the text), conhost and explorer (what follows).
"""

import ntpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kakekomi.host.place import WINDOWS_PLACES, clean_path, place_of

MAX_COMMAND_CHARS: Final = 8_191
"""cmd takes no longer command line, and a Run value only 260; the file's name stands far before."""
MAX_NESTING: Final = 4
"""cmd in cmd in conhost; deeper is only seen in traps."""
MAX_TRIED_BLANKS: Final = 16
"""Beginnings of an unquoted path that are looked up on disk."""

VARIABLE_PATTERN: Final = re.compile(r"%([A-Za-z0-9_()]{1,40})%")
"""Takes ``%LOCALAPPDATA%`` and ``%ProgramFiles(x86)%``; refuses ``100% %``."""
PROGRAM_PATTERN: Final = re.compile(
    r"^(.{1,1024}?\.(?:exe|com|bat|cmd|scr|pif|cpl|dll|ocx|vbs|vbe|jse?|wsf|wsh|hta|ps1))(?=[\s\",]|$)",
    re.IGNORECASE | re.DOTALL,
)
r"""Takes ``C:\Program Files\a\b.exe /x`` up to ``.exe``; refuses ``C:\a\b.czi,Entry``."""
SWITCH_PATTERN: Final = re.compile(r'^[/-](?:i:[^\s"]*|[^\s"\\]*)(?:"[^"]*")?\s*', re.IGNORECASE)
r"""Takes ``/s ``, ``/i:C:\a `` and ``/i:"a b" ``; refuses ``C:\a`` and ``/a\b``."""
CMD_PATTERN: Final = re.compile(r"(?:^|\s)/[ckr]\s*(.*)$", re.IGNORECASE | re.DOTALL)
"""Takes ``/d /c start x``; refuses ``/console``-less text such as ``a /b``."""
START_PATTERN: Final = re.compile(r'^@?start\s+(?:"[^"]*"\s*)?(?:/\S+\s+)*', re.IGNORECASE)
"""Takes ``start "" /b x.exe``; refuses ``starter.exe``."""
SCRIPT_FILE_PATTERN: Final = re.compile(
    r"(?:^|\s)[-/]f(?:i|il|ile)?\s+(\"[^\"]+\"|'[^']+'|\S+)", re.IGNORECASE
)
r"""Takes ``-File C:\a.ps1``; refuses ``-Force``."""
INNER_PATH_PATTERN: Final = re.compile(
    r"(?:[A-Za-z]:\\|\\\\)[^\"'|<>*?;,&()\r\n]{1,260}?\.[A-Za-z0-9]{2,5}(?![A-Za-z0-9.\\])"
)
r"""Takes ``C:\a\b.dll`` inside ``& 'C:\a\b.dll'``; refuses ``C:\a`` and ``a.dll``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What a command line starts."""

    host: str | None
    """The Windows program that carries it, without ``.exe``; None if started directly."""
    target: str | None
    """Full path where it can be told, else as written; None if no file is named."""
    entry_point: str | None = None
    """Export named to rundll32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a path means on the PC at hand."""

    variables: Mapping[str, str]
    """By upper-case name."""
    exists: Callable[[str], bool]
    """Whether a full path is a file on the disk."""
    windows: str = "C:\\Windows"

    def expand(self, text: str) -> str:
        """Replace ``%NAME%`` where it is known; others stay as they are."""
        return VARIABLE_PATTERN.sub(
            lambda match: self.variables.get(match[1].upper(), match[0]), text
        )


def started_by(command: str, around: Surroundings) -> Started:
    """What the command starts, its variables expanded."""
    expanded = around.expand(command[:MAX_COMMAND_CHARS]).replace("\0", " ").strip()
    return _started(expanded, around, MAX_NESTING)


def _started(command: str, around: Surroundings, nesting: int) -> Started:
    if not command or not nesting:
        return Started(host=None, target=None)
    program, rest = _split_program(command, around)
    if not program.strip():
        return Started(host=None, target=None)
    path = _located(program, around)
    host = _host_name(path)
    reader = _READERS.get(host or "")
    if host is None or reader is None:
        return Started(host=None, target=path)
    if host in _CARRIERS:
        return _inner(host, rest, around, nesting)
    target, entry_point = reader(rest, around)
    if target is None:
        return Started(host=host, target=None, entry_point=entry_point)
    located = _redirected(_located(target, around), path, around)
    return Started(host=host, target=located, entry_point=entry_point)


def _inner(host: str, rest: str, around: Surroundings, nesting: int) -> Started:
    """What cmd, conhost or explorer start in their turn; they stay the host of a plain file."""
    inner = _cmd_command(rest) if host == "cmd" else _without_switches(rest)
    for part in re.split(r"\s*(?:&&?|\|\|?)\s*", inner)[:MAX_NESTING]:
        found = _started(START_PATTERN.sub("", part), around, nesting - 1)
        if found.target and ntpath.dirname(found.target):
            host = found.host or host
            return Started(host=host, target=found.target, entry_point=found.entry_point)
    return Started(host=host, target=None)


def _cmd_command(rest: str) -> str:
    match = CMD_PATTERN.search(rest)
    text = match[1].strip() if match else ""
    if text.startswith('"') and text.endswith('"') and text.count('"') != 2:  # noqa: PLR2004  a pair
        return text[1:-1].strip()
    return text


def _host_name(path: str) -> str | None:
    """Name without ``.exe`` if the path is one that Windows keeps its programs in."""
    place = place_of(path)
    own = place is None or place.name in WINDOWS_PLACES or place.name == "program_files"
    return ntpath.basename(path).casefold().removesuffix(".exe") if own else None


def _split_program(command: str, around: Surroundings) -> tuple[str, str]:
    if command.startswith('"'):
        program, _, rest = command[1:].partition('"')
        return program, rest.strip()
    found = _bare_host(command) or _existing_start(command, around)
    if found is None:
        match = PROGRAM_PATTERN.match(command)
        found = match[1] if match else command.split(None, 1)[0]
    return found, command[len(found) :].strip()


def _bare_host(command: str) -> str | None:
    """The first word if it is a host's name without a folder."""
    word = command.split(None, 1)[0]
    return word if word.casefold().removesuffix(".exe") in _READERS else None


def _existing_start(text: str, around: Surroundings) -> str | None:
    """The shortest beginning up to a blank, or the whole, that is a file on the disk."""
    if "\\" not in text:
        return None
    ends = [match.start() for match in re.finditer(r"\s", text)][:MAX_TRIED_BLANKS]
    for end in (*ends, len(text)):
        start = text[:end]
        path = clean_path(start, windows=around.windows)
        if around.exists(path) or around.exists(f"{path}.exe"):
            return start
    return None


def _located(name: str, around: Surroundings) -> str:
    """Full path of a name as Windows searches it: its own folders, with ``.exe`` if need be."""
    if "://" in name:
        return name
    path = clean_path(name, windows=around.windows)
    folders = [""] if "\\" in path else [f"{around.windows}\\{sub}" for sub in _SEARCHED]
    endings = ("",) if ntpath.splitext(path)[1] else (".exe", ".dll", "")
    for folder in folders:
        for ending in endings:
            if around.exists(f"{folder}{path}{ending}"):
                return f"{folder}{path}{ending}"
    if "\\" not in path and path.casefold().removesuffix(".exe") in _READERS:
        return f"{around.windows}\\System32\\{path.removesuffix('.exe')}.exe"
    return path


def _redirected(path: str, host: str, around: Surroundings) -> str:
    """A 32-bit host sees SysWOW64 where it asks for System32."""
    if "\\syswow64\\" not in host.casefold() or around.exists(path):
        return path
    start = f"{around.windows}\\System32\\"
    if not path.casefold().startswith(start.casefold()):
        return path
    other = f"{around.windows}\\SysWOW64\\{path[len(start) :]}"
    return other if around.exists(other) else path


def _without_switches(rest: str) -> str:
    while match := SWITCH_PATTERN.match(rest):
        if not match[0]:
            break
        rest = rest[match.end() :]
    return rest


_Read = tuple[str | None, str | None]


def _rundll32(rest: str, around: Surroundings) -> _Read:
    rest = _without_switches(rest)
    if rest.startswith('"'):
        path, _, entry = rest[1:].partition('"')
    elif "," in rest:
        path = _before_comma(rest, around)
        entry = rest[len(path) :]
    else:
        path = _existing_start(rest, around) or rest.split(" ", 1)[0]
        entry = rest[len(path) :]
    words = entry.strip(' ,"').split(None, 1)
    return path.strip() or None, words[0].strip('"') if words else None


def _before_comma(rest: str, around: Surroundings) -> str:
    """Up to the first comma, or to a later one if that is a file: folders may have commas."""
    ends = [match.start() for match in re.finditer(",", rest)][:MAX_TRIED_BLANKS]
    starts = (rest[:end] for end in ends)
    found = (start for start in starts if around.exists(clean_path(start, windows=around.windows)))
    return next(found, rest[: ends[0]])


def _regsvr32(rest: str, around: Surroundings) -> _Read:
    path = _first_file(rest, around)
    if path and ntpath.basename(path).casefold() in {"scrobj.dll", "scrobj"}:
        script = re.search(r'/i:("[^"]*"|\S+)', rest, re.IGNORECASE)
        return (script[1].strip('"') if script else path), None
    return path, None


def _script_host(rest: str, around: Surroundings) -> _Read:
    return _first_file(rest, around), None


def _first_file(rest: str, around: Surroundings) -> str | None:
    """The first word that is no switch, quoted or up to the end of the file's name."""
    rest = _without_switches(rest)
    if rest.startswith(('"', "'")):
        return rest[1:].partition(rest[0])[0] or None
    if existing := _existing_start(rest, around):
        return existing
    match = PROGRAM_PATTERN.match(rest)
    if match:
        return match[1]
    return re.split(r"\s+[/-]", rest, maxsplit=1)[0].strip() or None


def _powershell(rest: str, around: Surroundings) -> _Read:
    if match := SCRIPT_FILE_PATTERN.search(rest):
        return match[1].strip("\"'"), None
    text = re.sub(
        r"\$env:(\w{1,40})",
        lambda match: around.variables.get(match[1].upper(), match[0]),
        rest,
        flags=re.IGNORECASE,
    )
    inner = INNER_PATH_PATTERN.search(text)
    return (inner[0] if inner else None), None


def _none(_rest: str, _around: Surroundings) -> _Read:
    return None, None


_SEARCHED: Final = ("System32\\", "", "SysWOW64\\", "System32\\WindowsPowerShell\\v1.0\\")
_CARRIERS: Final = frozenset(("cmd", "conhost", "explorer"))
_READERS: Final[Mapping[str, Callable[[str, Surroundings], _Read]]] = {
    "rundll32": _rundll32,
    "regsvr32": _regsvr32,
    "wscript": _script_host,
    "cscript": _script_host,
    "mshta": _script_host,
    "powershell": _powershell,
    "pwsh": _powershell,
    "cmd": _none,
    "conhost": _none,
    "explorer": _none,
}
