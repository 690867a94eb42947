"""Write an OLE compound file, the container of old Office documents and of macro projects.

Version 3, sectors of 512 bytes. Order in the file: header, FAT, directory, mini FAT, mini stream,
large streams. Siblings in the directory form a balanced tree in the order the format asks for.

Source: [MS-CFB] sections 2.2 to 2.6
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

SECTOR_BYTES: Final = 512
MINI_SECTOR_BYTES: Final = 64
MINI_CUTOFF_BYTES: Final = 4096
ENTRIES_IN_FAT_SECTOR: Final = SECTOR_BYTES // 4
MAX_HEADER_FAT_SECTORS: Final = 109
"""Of more, the header keeps no list: about 7 MB are enough for samples."""

_END: Final = 0xFFFFFFFE
_FREE: Final = 0xFFFFFFFF
_FAT_MARK: Final = 0xFFFFFFFD
_NO_ENTRY: Final = 0xFFFFFFFF
_STORAGE: Final = 1
_STREAM: Final = 2
_ROOT: Final = 5
_BLACK: Final = 1


@dataclass(slots=True, eq=False)
class _Node:
    name: str
    data: bytes | None = None
    children: dict[str, "_Node"] = field(default_factory=dict)
    number: int = 0
    left: int = _NO_ENTRY
    right: int = _NO_ENTRY
    child: int = _NO_ENTRY
    start: int = _END


def make_compound(streams: Mapping[str, bytes]) -> bytes:
    """Write ``streams``, whose keys are paths with ``/`` between the storages."""
    root = _tree(streams)
    nodes = _numbered(root)
    small = [node for node in nodes if node.data is not None and _is_small(node.data)]
    large = [node for node in nodes if node.data is not None and not _is_small(node.data)]
    mini_stream, mini_fat = _mini(small)
    sizes = [
        len(nodes) * 128,
        len(mini_fat) * 4,
        len(mini_stream),
        *(len(node.data or b"") for node in large),
    ]
    fat_sectors = _fat_sectors(sum(map(_sectors, sizes)))
    fat, starts = _fat(fat_sectors, sizes)
    root.start = starts[2]
    for node, start in zip(large, starts[3:], strict=True):
        node.start = start
    directory = b"".join(_entry(node, len(mini_stream)) for node in nodes)
    blocks = [
        struct.pack(f"<{len(fat)}I", *fat),
        _padded(directory),
        _padded(struct.pack(f"<{len(mini_fat)}I", *mini_fat), fill=b"\xff"),
        _padded(mini_stream),
        *(_padded(node.data or b"") for node in large),
    ]
    return _header(fat_sectors, starts, _sectors(sizes[1])) + b"".join(blocks)


def _tree(streams: Mapping[str, bytes]) -> _Node:
    root = _Node("Root Entry")
    for path, data in streams.items():
        *storages, name = path.split("/")
        node = root
        for storage in storages:
            node = node.children.setdefault(storage, _Node(storage))
        node.children[name] = _Node(name, data)
    return root


def _numbered(root: _Node) -> list[_Node]:
    """Number all nodes, parents first, and link siblings."""
    nodes = [root]
    for node in nodes:
        for child in node.children.values():
            child.number = len(nodes)
            nodes.append(child)
    for node in nodes:
        node.child = _link(sorted(node.children.values(), key=_sort_key))
    return nodes


def _sort_key(node: _Node) -> tuple[int, str]:
    return len(node.name), node.name.upper()


def _link(siblings: list[_Node]) -> int:
    """Link sorted siblings into a balanced tree and give the number of its top."""
    if not siblings:
        return _NO_ENTRY
    middle = len(siblings) // 2
    top = siblings[middle]
    top.left = _link(siblings[:middle])
    top.right = _link(siblings[middle + 1 :])
    return top.number


def _is_small(data: bytes) -> bool:
    return len(data) < MINI_CUTOFF_BYTES


def _mini(small: Iterable[_Node]) -> tuple[bytes, list[int]]:
    stream, fat = bytearray(), list[int]()
    for node in small:
        data = node.data or b""
        if not data:
            continue
        node.start = len(fat)
        count = -(-len(data) // MINI_SECTOR_BYTES)
        fat += [*range(node.start + 1, node.start + count), _END]
        stream += data.ljust(count * MINI_SECTOR_BYTES, b"\0")
    return bytes(stream), fat


def _sectors(size: int) -> int:
    return -(-size // SECTOR_BYTES)


def _fat_sectors(others: int) -> int:
    """Tell how many sectors the FAT takes, which lists its own sectors too."""
    count = 1
    while count * ENTRIES_IN_FAT_SECTOR < others + count:
        count += 1
    if count > MAX_HEADER_FAT_SECTORS:
        raise ValueError(f"sample too large for a header without DIFAT chain: {others} sectors")
    return count


def _fat(fat_sectors: int, sizes: list[int]) -> tuple[list[int], list[int]]:
    """Chain the blocks one after another; give the FAT and the first sector of each block."""
    fat, starts = [_FAT_MARK] * fat_sectors, []
    for size in sizes:
        count = _sectors(size)
        starts.append(len(fat) if count else _END)
        fat += [*range(len(fat) + 1, len(fat) + count), _END][: max(count, 0)] if count else []
    fat += [_FREE] * (fat_sectors * ENTRIES_IN_FAT_SECTOR - len(fat))
    return fat, starts


def _entry(node: _Node, mini_stream_bytes: int) -> bytes:
    name = node.name.encode("utf-16-le") + b"\0\0"
    is_root = node.number == 0
    kind = _ROOT if is_root else _STORAGE if node.data is None else _STREAM
    size = mini_stream_bytes if is_root else len(node.data or b"")
    start = 0 if kind == _STORAGE else node.start
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name), kind, _BLACK)
        + struct.pack("<III", node.left, node.right, node.child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _padded(data: bytes, fill: bytes = b"\0") -> bytes:
    return data.ljust(_sectors(len(data)) * SECTOR_BYTES, fill)


def _header(fat_sectors: int, starts: list[int], mini_fat_sectors: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIII", 0, fat_sectors, starts[0], 0, MINI_CUTOFF_BYTES)
    head += struct.pack("<IIII", starts[1], mini_fat_sectors, _END, 0)
    listed = [*range(fat_sectors), *[_FREE] * (MAX_HEADER_FAT_SECTORS - fat_sectors)]
    return head + struct.pack(f"<{MAX_HEADER_FAT_SECTORS}I", *listed)
