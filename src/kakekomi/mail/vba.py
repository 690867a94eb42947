"""Read the source of a VBA project: the macros of an Office document.

A project is a storage ``VBA`` with a stream ``dir`` (what modules there are) and one stream a
module: a performance cache (p-code) first, then the source, compressed. Only ``dir`` and the
modules' sources are decompressed. Where ``dir`` is damaged or cut off, the sources are found by how
each of them begins: a compressed container whose first eight literals are ``Attribut``.

Layout of a record of ``dir``: u16 id, u32 size, data. Id 9 (version) holds two bytes more than its
size says.

Source: [MS-OVBA] sections 2.3.4.2 (dir)
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail.document import Defect, MacroModule
from kakekomi.mail.ole import CompoundFile
from kakekomi.mail.vba_compression import decompress

MAX_MODULES: Final = 256
"""Large real projects have a hundred; a reader of mail needs no more."""
MAX_STREAM_BYTES: Final = 8 * 1024 * 1024
"""Of one module's stream; VBA itself refuses modules of more than 65,534 lines."""
MAX_SOURCE_BYTES: Final = 2 * 1024 * 1024
"""Of one module, decompressed."""
MAX_PROJECT_BYTES: Final = 4 * 1024 * 1024
"""Of all modules, decompressed: 4,096 : 3 is the ratio a chunk can reach, so size alone decides."""
MAX_RAW_BYTES: Final = 16 * 1024 * 1024
"""Of all modules' streams: many entries of a hostile directory can share one long stream."""
MAX_NAMES_BYTES: Final = 1024 * 1024
"""Of the table of names; large projects have some ten kilobytes."""
MAX_PROJECTS: Final = 8
"""A document has one."""
MAX_CARVED: Final = 64
"""Sources looked for in raw bytes; carving is for wrecks, not for libraries."""

_DEFAULT_CODE_PAGE: Final = 1252

_SOURCE_START: Final = re.compile(rb"\x01[\x00-\xff][\x30-\x3f\xb0-\xbf]\x00Attribut")
"""Takes ``01 5A B1 00 "Attribut"``; refuses ``01 5A 71 00 "Attribut"`` (no chunk signature)."""
_CODE_LINE: Final = re.compile(rb"^(?!Attribute |Option )[ \t]*[^\s]", re.MULTILINE)
"""Takes ``Sub AutoOpen()``; refuses ``Attribute VB_Name = "ThisDocument"``."""

_CODE_PAGE_ID: Final = 0x0003
_VERSION_ID: Final = 0x0009
_END_ID: Final = 0x0010
_NAME_ID: Final = 0x0019
_STREAM_NAME_ID: Final = 0x001A
_MODULE_END_ID: Final = 0x002B
_OFFSET_ID: Final = 0x0031
_STREAM_NAME_WIDE_ID: Final = 0x0032
_NAME_WIDE_ID: Final = 0x0047


@dataclass(frozen=True, slots=True, kw_only=True)
class VbaProject:
    """The modules of one project."""

    modules: tuple[MacroModule, ...]
    """In the order of the project."""
    defects: tuple[Defect, ...]
    names: bytes = b""
    """The streams ``_VBA_PROJECT``: the names that were compiled, among other things."""

    @property
    def has_code(self) -> bool:
        """Whether there is more than empty modules; a module without readable source counts."""
        return any(is_code(module.source) for module in self.modules) or bool(self.defects)


@dataclass(slots=True)
class _ModuleRecord:
    name: str = ""
    stream: str = ""
    offset: int = 0


def is_code(source: bytes) -> bool:
    """Tell whether a source holds more than the lines every module has; True if it is empty.

    Office always writes the attribute lines. A source without them was taken out, p-code left.
    """
    return not source.startswith(b"Attribut") or _CODE_LINE.search(source) is not None


def is_full(modules: Iterable[MacroModule]) -> bool:
    """Tell whether so much was read that no further module is."""
    source = raw = 0
    for module in modules:
        source += len(module.source)
        raw += len(module.raw)
    return source >= MAX_PROJECT_BYTES or raw >= MAX_RAW_BYTES


def read(file: CompoundFile) -> VbaProject | None:
    """Read the projects of a compound file, several as one; None if there is none."""
    roots = [
        entry.path[: -len("dir")]
        for entry in file.streams()
        if entry.path.lower() == "vba/dir" or entry.path.lower().endswith("/vba/dir")
    ]
    if not roots:
        return None
    modules: list[MacroModule] = []
    defects: list[Defect] = []
    names: list[bytes] = []
    for root in roots[:MAX_PROJECTS]:
        _read_project(file, root, modules, defects)
        table = file.find(root + "_VBA_PROJECT")
        names.append(file.read(table, MAX_NAMES_BYTES) if table is not None else b"")
    return VbaProject(modules=tuple(modules), defects=tuple(defects), names=b"\0".join(names))


def carve(data: bytes) -> tuple[MacroModule, ...]:
    """Find macro sources in raw bytes, for files whose structure is cut off or damaged."""
    found: list[MacroModule] = []
    for match in _SOURCE_START.finditer(data):
        if len(found) == MAX_CARVED:
            break
        start = match.start()
        source = decompress(data[start : start + MAX_SOURCE_BYTES], MAX_SOURCE_BYTES)
        found.append(
            MacroModule(
                name=_attribute_name(source),
                stream="",
                source=source,
                code_page=_DEFAULT_CODE_PAGE,
                raw=b"",
            )
        )
    return tuple(found)


def _read_project(
    file: CompoundFile, root: str, modules: list[MacroModule], defects: list[Defect]
) -> None:
    entry = file.find(root + "dir")
    raw = file.read(entry, MAX_STREAM_BYTES) if entry is not None else b""
    try:
        code_page, records = _records(decompress(raw, MAX_SOURCE_BYTES))
    except ParseError as error:
        code_page, records = _DEFAULT_CODE_PAGE, []
        defects.append(Defect(where=root + "dir", what=str(error)))
    records = records or _records_by_stream(file, root)
    for record in records:
        if len(modules) == MAX_MODULES or is_full(modules):
            defects.append(Defect(where=root, what="too many or too large modules, rest not read"))
            return
        module = _module(file, root, record, code_page, defects)
        if module is not None:
            modules.append(module)


def _module(
    file: CompoundFile,
    root: str,
    record: _ModuleRecord,
    code_page: int,
    defects: list[Defect],
) -> MacroModule | None:
    path = root + record.stream
    entry = file.find(path)
    if entry is None:
        defects.append(Defect(where=path, what="module without a stream"))
        return None
    raw = file.read(entry, MAX_STREAM_BYTES)
    source_at = _source_at(raw, record.offset)
    source = b"" if source_at < 0 else decompress(raw[source_at:], MAX_SOURCE_BYTES)
    if not source:
        defects.append(Defect(where=path, what="module without a readable source"))
    name = record.name or _attribute_name(source) or record.stream
    return MacroModule(
        name=name,
        stream=path,
        source=source,
        code_page=code_page,
        raw=raw,
        source_at=len(raw) if source_at < 0 else source_at,
    )


def _source_at(raw: bytes, offset: int) -> int:
    """Give ``offset``, or where a source begins if there is none at ``offset``; -1: nowhere."""
    if raw[offset : offset + 1] == b"\x01":
        return offset
    match = _SOURCE_START.search(raw)
    return -1 if match is None else match.start()


def _records(listing: bytes) -> tuple[int, list[_ModuleRecord]]:
    """Code page and modules out of the decompressed ``dir``."""
    code_page, modules, codec = _DEFAULT_CODE_PAGE, [_ModuleRecord()], "cp1252"
    for kind, value in _fields(listing):
        module = modules[-1]
        if kind == _CODE_PAGE_ID:
            code_page = int.from_bytes(value[:2], "little")
            codec = codec_of(code_page)
        elif kind == _NAME_ID:
            module.name = module.name or value.decode(codec, "replace")
        elif kind == _NAME_WIDE_ID:
            module.name = value.decode("utf-16-le", "replace")
        elif kind == _STREAM_NAME_ID:
            module.stream = value.decode(codec, "replace")
        elif kind == _STREAM_NAME_WIDE_ID:
            module.stream = value.decode("utf-16-le", "replace") or module.stream
        elif kind == _OFFSET_ID:
            module.offset = int.from_bytes(value[:4], "little")
        elif kind == _MODULE_END_ID:
            modules.append(_ModuleRecord())
    return code_page, [module for module in modules if module.stream]


def _fields(listing: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 6 <= len(listing):
        kind = int.from_bytes(listing[at : at + 2], "little")
        size = int.from_bytes(listing[at + 2 : at + 6], "little")
        if kind == _END_ID:
            return
        if kind == _VERSION_ID:
            size += 2
        yield kind, listing[at + 6 : at + 6 + size]
        at += 6 + size


def _records_by_stream(file: CompoundFile, root: str) -> list[_ModuleRecord]:
    """Make up for an unreadable ``dir``: each stream beside it in which a source begins."""
    prefix = root.lower()
    found: list[_ModuleRecord] = []
    beside = [entry for entry in file.streams() if entry.path.lower().startswith(prefix)]
    left = 2 * MAX_RAW_BYTES
    for entry in beside[:MAX_MODULES]:
        raw = file.read(entry, min(MAX_STREAM_BYTES, left))
        left -= len(raw)
        match = _SOURCE_START.search(raw)
        if match is not None:
            found.append(_ModuleRecord(stream=entry.path[len(root) :], offset=match.start()))
    return found


_ATTRIBUTE_NAME: Final = re.compile(rb'^Attribute VB_Name = "([^"\r\n]{1,255})"')
"""Takes ``Attribute VB_Name = "Module1"``; refuses ``Attribute VB_Base = "0{…}"``."""


def _attribute_name(source: bytes) -> str:
    match = _ATTRIBUTE_NAME.match(source)
    return match[1].decode("cp1252", "replace") if match else ""


def codec_of(code_page: int) -> str:
    """Name Python's codec for a Windows code page; Western where there is none."""
    name = {65001: "utf-8", 10001: "shift_jis", 10000: "mac_roman"}.get(code_page, f"cp{code_page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
