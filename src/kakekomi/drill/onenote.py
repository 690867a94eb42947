"""Write a OneNote section (.one) with embedded files, as far as readers of malware look at it.

OneNote itself wants much more around them and reports the section as damaged.

Source: [MS-ONESTORE] sections 2.3.1, 2.6.13; [MS-ONE] section 2.2.71
"""

import struct
from collections.abc import Sequence
from typing import Final

HARMLESS_SCRIPT: Final = b'WScript.Echo "Practice sample. Nothing was run."\r\n'
ONE_PIXEL_PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)

_SECTION: Final = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
_OBJECT_HEADER: Final = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
_OBJECT_FOOTER: Final = bytes.fromhex("22a7fb71790f0b4abb13899256426b24")
_HEADER_BYTES: Final = 1024
_FILE_REFERENCE: Final = 0x20001D9B
_FILE_NAME: Final = 0x1C001D87

DEFAULT_FILES: Final = (("", ONE_PIXEL_PNG), ("click.wsf", HARMLESS_SCRIPT))


def make_onenote(*, files: Sequence[tuple[str, bytes]] = DEFAULT_FILES) -> bytes:
    """Write a section with ``files``: name (empty: a picture, which has none) and content."""
    out = _SECTION.ljust(_HEADER_BYTES, b"\0")
    for name, _ in files:
        if name:
            out += _property_set(name)
    return out + b"".join(_object(content) for _, content in files)


def _property_set(name: str) -> bytes:
    value = name.encode("utf-16-le") + b"\0\0"
    ids = struct.pack("<HII", 2, _FILE_REFERENCE, _FILE_NAME)
    return ids + struct.pack("<I", len(value)) + value + bytes(8)


def _object(content: bytes) -> bytes:
    padding = bytes(-len(content) % 8)
    size = struct.pack("<QIQ", len(content), 0, 0)
    return _OBJECT_HEADER + size + content + padding + _OBJECT_FOOTER
