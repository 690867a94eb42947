"""Write a VBA project as Office stores it, its sources compressed.

The p-code Office keeps in front of each source is left out: Office then compiles the source, and
readers take the source anyway. The default macro shows the words of a dropper and does nothing.

Source: [MS-OVBA] sections 2.3.1 (PROJECT), 2.3.4 (dir, _VBA_PROJECT), 2.4.1.3 (compression)
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Final

HARMLESS_MACRO: Final = """\
Sub AutoOpen()
    ' Practice sample. It names what droppers call and calls none of it.
    Dim words As String
    words = "Shell, URLDownloadToFile, http://example.invalid/sample"
    MsgBox "Practice document. Nothing was run: " & words
End Sub
"""
HARMLESS_WORKBOOK_MACRO: Final = HARMLESS_MACRO.replace("AutoOpen", "Workbook_Open")

CODE_PAGE: Final = 932
_CHUNK_BYTES: Final = 4096
_SHORTEST_COPY: Final = 3
_TOKENS_A_FLAG: Final = 8
_DOCUMENT_MODULES: Final = ("ThisDocument", "ThisWorkbook")


def make_vba_streams(
    modules: Mapping[str, str], *, root: str = "", compiled: Sequence[str] = ()
) -> dict[str, bytes]:
    """Give the streams of a project; ``root`` is the storage it lies in, with a slash, or empty.

    ``compiled`` are names that the table of compiled names holds, as if code with them had been
    compiled before the source was exchanged; there is no code behind them.
    """
    sources = {name: _source(name, text) for name, text in modules.items()}
    streams = {root + "PROJECT": _project(sources), root + "PROJECTwm": _names(sources)}
    names = b"".join(struct.pack("<H", len(name)) + name.encode("ascii") for name in compiled)
    streams[root + "VBA/_VBA_PROJECT"] = b"\xcc\x61\xff\xff\0\0\0" + names
    streams[root + "VBA/dir"] = compress(_dir(sources))
    for name, source in sources.items():
        streams[f"{root}VBA/{name}"] = compress(source)
    return streams


def compress(data: bytes) -> bytes:
    """Compress as VBA does, greedily.

    A chunk that cannot be compressed is stored and filled up with NUL, as the format asks.
    """
    out = bytearray(b"\x01")
    for at in range(0, len(data), _CHUNK_BYTES):
        chunk = data[at : at + _CHUNK_BYTES]
        tokens = _tokens(chunk)
        if len(tokens) <= _CHUNK_BYTES:
            out += struct.pack("<H", 0xB000 | len(tokens) - 1) + tokens
        else:
            out += struct.pack("<H", 0x3FFF) + chunk.ljust(_CHUNK_BYTES, b"\0")
    return bytes(out)


def _tokens(chunk: bytes) -> bytes:
    out, flags_at, used, at = bytearray(), 0, _TOKENS_A_FLAG, 0
    while at < len(chunk):
        if used == _TOKENS_A_FLAG:
            flags_at, used = len(out), 0
            out.append(0)
        start, length = _match(chunk, at)
        if length:
            bits = max((at - 1).bit_length(), 4)
            token = at - start - 1 << 16 - bits | length - _SHORTEST_COPY
            out += struct.pack("<H", token)
            out[flags_at] |= 1 << used
        else:
            out.append(chunk[at])
            length = 1
        at += length
        used += 1
    return bytes(out)


def _match(chunk: bytes, at: int) -> tuple[int, int]:
    """Find the longest earlier match for what stands at ``at``: start and length, 0 if none."""
    longest = min((0xFFFF >> max((at - 1).bit_length(), 4)) + _SHORTEST_COPY, len(chunk) - at)
    start, length = 0, 0
    for wanted in range(_SHORTEST_COPY, longest + 1):
        found = chunk.rfind(chunk[at : at + wanted], 0, at + wanted - 1)
        if found < 0:
            break
        start, length = found, wanted
    return start, length


def _source(name: str, text: str) -> bytes:
    head = f'Attribute VB_Name = "{name}"\n'
    if name in _DOCUMENT_MODULES:
        head += 'Attribute VB_Base = "1Normal.ThisDocument"\nAttribute VB_PredeclaredId = True\n'
    return (head + text).replace("\n", "\r\n").encode(f"cp{CODE_PAGE}", "replace")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HI", kind, len(data)) + data


def _dir(sources: Mapping[str, bytes]) -> bytes:
    out = _record(0x01, struct.pack("<I", 3))  # 64-bit Windows
    out += _record(0x02, struct.pack("<I", 0x411)) + _record(0x14, struct.pack("<I", 0x411))
    out += _record(0x03, struct.pack("<H", CODE_PAGE)) + _record(0x04, b"Project")
    out += _record(0x05, b"") + _record(0x40, b"") + _record(0x06, b"") + _record(0x3D, b"")
    out += _record(0x07, bytes(4)) + _record(0x08, bytes(4))
    out += struct.pack("<HIIH", 0x09, 4, 1, 1) + _record(0x0C, b"") + _record(0x3C, b"")
    out += _record(0x0F, struct.pack("<H", len(sources))) + _record(0x13, b"\xff\xff")
    for name in sources:
        out += _module(name)
    return out + _record(0x10, b"")


def _module(name: str) -> bytes:
    narrow, wide = name.encode(f"cp{CODE_PAGE}"), name.encode("utf-16-le")
    out = _record(0x19, narrow) + _record(0x47, wide) + _record(0x1A, narrow) + _record(0x32, wide)
    out += _record(0x1C, b"") + _record(0x48, b"") + _record(0x31, bytes(4))
    out += _record(0x1E, bytes(4)) + _record(0x2C, b"\xff\xff")
    return out + _record(0x22 if name in _DOCUMENT_MODULES else 0x21, b"") + _record(0x2B, b"")


def _project(sources: Mapping[str, bytes]) -> bytes:
    lines = ['ID="{00000000-0000-0000-0000-000000000000}"']
    for name in sources:
        kind = f"Document={name}/&H00000000" if name in _DOCUMENT_MODULES else f"Module={name}"
        lines.append(kind)
    lines += ['Name="Project"', 'HelpContextID="0"', 'VersionCompatible32="393222000"', ""]
    return "\r\n".join(lines).encode(f"cp{CODE_PAGE}")


def _names(sources: Mapping[str, bytes]) -> bytes:
    pairs = (
        name.encode(f"cp{CODE_PAGE}") + b"\0" + name.encode("utf-16-le") + b"\0\0"
        for name in sources
    )
    return b"".join(pairs) + b"\0\0"
