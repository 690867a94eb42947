"""Write a Windows shortcut (.lnk) like those mailed in April 2022; it only echoes a sentence.

Source: [MS-SHLLINK] sections 2.1, 2.4, 2.5.4
"""

import struct
from typing import Final

_ID_LIST_ABSENT_UNICODE: Final = 0x80
_FLAG_OF: Final = {"description": 0x04, "working_directory": 0x10, "arguments": 0x20, "icon": 0x40}
_HAS_ENVIRONMENT: Final = 0x200
_MINIMIZED: Final = 7
_ENVIRONMENT_BLOCK: Final = 0xA0000001
_TRACKER_BLOCK: Final = 0xA0000003


def make_shortcut(
    *,
    target: str = r"%SystemRoot%\System32\cmd.exe",
    arguments: str = "/c echo Practice sample",
    icon: str = r"%SystemRoot%\System32\shell32.dll",
    machine: str = "",
    appended: bytes = b"",
) -> bytes:
    """Write a link that names its target by an environment block, then ``appended``."""
    strings = {"arguments": arguments, "icon": icon}
    flags = _ID_LIST_ABSENT_UNICODE | (_HAS_ENVIRONMENT if target else 0)
    flags |= sum(_FLAG_OF[name] for name, value in strings.items() if value)
    out = struct.pack("<I", 0x4C) + bytes.fromhex("0114020000000000c000000000000046")
    out += struct.pack("<II", flags, 0x20) + bytes(24)
    out += struct.pack("<IIIHHII", 0, 0, _MINIMIZED, 0, 0, 0, 0)
    for value in strings.values():
        if value:
            out += struct.pack("<H", len(value.encode("utf-16-le")) // 2)
            out += value.encode("utf-16-le")
    if target:
        out += _environment(target)
    if machine:
        out += _tracker(machine)
    return out + bytes(4) + appended


def _environment(target: str) -> bytes:
    narrow = target.encode("cp932", "replace")[:259].ljust(260, b"\0")
    wide = target.encode("utf-16-le")[:518].ljust(520, b"\0")
    return struct.pack("<II", 788, _ENVIRONMENT_BLOCK) + narrow + wide


def _tracker(machine: str) -> bytes:
    name = machine.encode("ascii", "replace")[:15].ljust(16, b"\0")
    return struct.pack("<IIII", 96, _TRACKER_BLOCK, 88, 0) + name + bytes(64)
