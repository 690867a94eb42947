"""Make disc images for drills and tests: ISO 9660 with Joliet names, or UDF.

Harmless by itself: what is in the files is the caller's. All files lie in the root folder.

Source: ECMA-119; Microsoft, "Joliet Specification"; ECMA-167
"""

import struct
from collections.abc import Sequence
from typing import Final

SECTOR: Final = 2_048
PATH_SECTOR: Final = 19
DATA_SECTOR: Final = 24
UDF_PARTITION: Final = 260


def make_iso(
    members: Sequence[tuple[str, bytes]],
    *,
    has_joliet: bool = True,
    plain_members: Sequence[tuple[str, bytes]] | None = None,
) -> bytes:
    """Image; ``plain_members`` are those of the tree without Joliet, if they differ."""
    plain = members if plain_members is None else plain_members
    contents = list(dict.fromkeys(content for _, content in (*members, *plain)))
    places = {}
    body = b""
    for content in contents:
        places[content] = DATA_SECTOR + len(body) // SECTOR
        body += _filled(content)
    trees = [(20, _folder(20, plain, places, "ascii"))]
    if has_joliet:
        trees.append((21, _folder(21, members, places, "utf-16-be")))
    sectors = DATA_SECTOR + len(body) // SECTOR
    descriptors = [_descriptor(1 + index, 20 + index, sectors) for index in range(1 + has_joliet)]
    descriptors.append(b"\xffCD001\x01")
    out = bytes(16 * SECTOR) + b"".join(map(_filled, descriptors))
    out = out.ljust(PATH_SECTOR * SECTOR, b"\0") + b"\1\0" + struct.pack("<IH", 20, 1) + b"\0\0"
    for sector, raw in trees:
        out = out.ljust(sector * SECTOR, b"\0") + raw
    return out.ljust(DATA_SECTOR * SECTOR, b"\0") + body


def _filled(data: bytes) -> bytes:
    return data + bytes(-len(data) % SECTOR)


def _both(value: int) -> bytes:
    return struct.pack("<I", value) + struct.pack(">I", value)


def _record(name: bytes, sector: int, size: int, flags: int) -> bytes:
    raw = (
        b"\0" + _both(sector) + _both(size) + b"\x7a\3\1\0\0\0\0" + bytes([flags, 0, 0, 1, 0, 0, 1])
    )
    raw += bytes([len(name)]) + name
    raw += bytes((len(raw) + 1) % 2)
    return bytes([len(raw) + 1]) + raw


def _folder(
    sector: int, members: Sequence[tuple[str, bytes]], places: dict[bytes, int], charset: str
) -> bytes:
    out = _record(b"\0", sector, SECTOR, 2) + _record(b"\1", sector, SECTOR, 2)
    for name, content in members:
        raw = (name + ";1").encode(charset, "replace")
        out += _record(raw, places[content], len(content), 0)
    return _filled(out)


def _descriptor(kind: int, root: int, sectors: int) -> bytes:
    raw = bytearray(SECTOR)
    raw[:7] = bytes([kind]) + b"CD001\x01"
    raw[80:88] = _both(sectors)
    raw[120:132] = b"\1\0\0\1" * 2 + struct.pack("<H", SECTOR) + struct.pack(">H", SECTOR)
    raw[132:144] = _both(10) + struct.pack("<I", PATH_SECTOR)
    raw[148:152] = struct.pack(">I", PATH_SECTOR)
    raw[881] = 1
    raw[88:91] = b"%/E" if kind == 2 else bytes(3)  # noqa: PLR2004  supplementary
    raw[156:190] = _record(b"\0", root, SECTOR, 2)
    return bytes(raw)


def make_udf(members: Sequence[tuple[str, bytes]], *, is_inline: bool = False) -> bytes:
    """Image with nothing but UDF; ``is_inline`` puts contents into the entries."""
    blocks = [_tag(256).ljust(400, b"\0") + _place(1), b""]
    folder = b""
    for name, content in members:
        folder += _identifier(name, len(blocks))
        if is_inline:
            blocks.append(_entry(5, content, len(content), allocation=3))
        else:
            extent = struct.pack("<II", len(content), len(blocks) + 1)
            blocks += [_entry(5, extent, len(content)), *_cut(content)]
    blocks[1] = _entry(4, folder, len(folder), allocation=3)
    logical = _tag(6).ljust(212, b"\0") + struct.pack("<I", SECTOR)
    logical = logical.ljust(248, b"\0") + _place(0)
    logical = logical.ljust(264, b"\0") + struct.pack("<II", 6, 1)
    logical = logical.ljust(440, b"\0") + b"\x01\x06\x01\x00\x00\x00"
    partition = _tag(5).ljust(188, b"\0") + struct.pack("<I", UDF_PARTITION)
    sectors = {
        16: b"\0BEA01\x01",
        17: b"\0NSR02\x01",
        18: b"\0TEA01\x01",
        32: partition,
        33: logical,
        34: _tag(8),
        256: _tag(2).ljust(16, b"\0") + struct.pack("<II", 3 * SECTOR, 32),
    }
    sectors |= {UDF_PARTITION + index: block for index, block in enumerate(blocks)}
    out = bytearray((max(sectors) + 1) * SECTOR)
    for sector, raw in sectors.items():
        out[sector * SECTOR : sector * SECTOR + len(raw)] = raw
    return bytes(out)


def _tag(kind: int) -> bytes:
    return struct.pack("<HH", kind, 2).ljust(16, b"\0")


def _place(block: int) -> bytes:
    return struct.pack("<IIHxxxxxx", SECTOR, block, 0)


def _cut(content: bytes) -> list[bytes]:
    return [content[at : at + SECTOR] for at in range(0, max(len(content), 1), SECTOR)]


def _entry(kind: int, content: bytes, size: int, *, allocation: int = 0) -> bytes:
    raw = bytearray(176)
    raw[:16] = _tag(261)
    raw[27] = kind
    raw[34] = allocation
    raw[56:64] = struct.pack("<Q", size)
    raw[172:176] = struct.pack("<I", len(content))
    return bytes(raw) + content


def _identifier(name: str, block: int) -> bytes:
    text = b"\x10" + name.encode("utf-16-be")
    raw = _tag(257) + b"\x01\x00\x00" + bytes([len(text)]) + _place(block) + b"\x00\x00" + text
    return raw + bytes(-len(raw) % 4)
