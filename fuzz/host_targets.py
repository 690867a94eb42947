"""Reports of scanners, registry hives, scheduled tasks, programs, snapshots and packs."""

import gzip
import struct
from collections.abc import Iterator
from functools import cache, partial
from typing import Final

from fuzz.target import Target
from kakekomi.drill.hive import binary, dword, make_hive, make_tree, text
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.drill.pe import make_pe
from kakekomi.drill.reports import EMOTET, make_emocheck_json, make_emocheck_txt
from kakekomi.facts import snapshot
from kakekomi.facts.errors import ConfigurationError
from kakekomi.host import mark_of_the_web, pe, security_descriptor, task_cache
from kakekomi.host.hive import Key, open_hive
from kakekomi.host.report import read_report
from kakekomi.host.scheduled_task import parse_task
from kakekomi.mail.collect import collect
from kakekomi.packs.build import build, read_built
from kakekomi.packs.files import FolderFiles, MemoryFiles
from kakekomi.packs.load import EMBEDDED, load_files

MAX_KEYS: Final = 5_000
"""Walked in one hive: damage can make a tree that meets itself."""

DEFENDER: Final = """
Scan starting...
Scan finished.
Scanning C:\\ found 1 threats.
<===========================LIST OF DETECTED THREATS==========================>
----------------------------- Threat information ------------------------------
Threat                  : Trojan:Win32/Emotet.PDE!MTB
Resources               : 1 total
    file                : C:\\a\\b.dll
ThreatID         : 2147780000
2022-03-14T01:02:03.456Z DETECTIONEVENT MPSOURCE_REALTIME Trojan:Win32/Emotet file:C:\\a.dll;
Microsoft Defender ウイルス対策 により、マルウェアが検出されました。
 名前: Trojan:Win32/Emotet
 パス: file:_C:\\a.dll
"""
CLAMAV: Final = """/mnt/c/Users/田中/x.dll: Win.Trojan.Emotet-9934122-0 FOUND
/mnt/c/pagefile.sys: Access denied. ERROR
----------- SCAN SUMMARY -----------
Engine version: 0.103.5
Infected files: 1
Start Date: 2022:03:14 10:15:00
"""
TASK: Final = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
<RegistrationInfo><Date>2022-02-10T10:00:00+09:00</Date><URI>\\npuf</URI></RegistrationInfo>
<Settings><Enabled>false</Enabled></Settings>
<Actions><Exec><Command>rundll32.exe</Command><Arguments>x &amp; y</Arguments></Exec></Actions>
</Task>"""


def reports() -> Iterator[bytes]:
    """EmoCheck's in both languages and forms, Defender's, ClamAV's."""
    for language in ("ja", "en"):
        for encoding in ("utf-8", "cp932"):
            yield make_emocheck_txt(language=language, encoding=encoding, processes=EMOTET)
    yield make_emocheck_txt()
    yield make_emocheck_json(processes=EMOTET)
    for report in (DEFENDER, CLAMAV):
        yield report.encode()
        yield report.encode("utf-16")


def hives() -> Iterator[bytes]:
    """With lists of every size."""
    run = "Software\\Microsoft\\Windows\\CurrentVersion\\Run"
    many = [(f"Many\\k{number}", [dword("Start", number)]) for number in range(40)]
    values = [text("悪い", "a.exe"), binary("large", bytes(3_000)), dword("n", 1)]
    yield make_hive(make_tree([(run, values), *many]))
    yield make_hive(make_tree([(run, values)]), is_dirty=True)


def tasks() -> Iterator[bytes]:
    """In both encodings."""
    yield TASK.encode("utf-16")
    yield TASK.encode()


def actions() -> Iterator[bytes]:
    """Of a task in the registry."""
    parts = [part.encode("utf-16-le") for part in ("", "C:\\a.exe", "/x", "")]
    strings = b"".join(struct.pack("<I", len(part)) + part for part in parts)
    author = "Author".encode("utf-16-le")
    head = struct.pack("<HI", 3, len(author)) + author
    yield head + struct.pack("<H", 0x6666) + strings + b"\0\0"


def descriptors() -> Iterator[bytes]:
    """Of a share."""
    sid = bytes((1, 1, 0, 0, 0, 0, 0, 1)) + bytes(4)
    entry = struct.pack("<BBHI", 0, 0, 8 + len(sid), 0x1F01FF) + sid
    rights = struct.pack("<BBHHH", 2, 0, 8 + len(entry), 1, 0) + entry
    yield struct.pack("<BBHIIII", 1, 0, 0x8004, 0, 0, 0, 20) + rights


def programs() -> Iterator[bytes]:
    """Programs and libraries."""
    yield make_pe()
    yield make_pe(is_dll=False, machine="i386")


def marks() -> Iterator[bytes]:
    """Of files from the web."""
    yield b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=http://a.example/x\r\nReferrerUrl=http://b/\r\n"


def snapshots() -> Iterator[bytes]:
    """Lines of a snapshot, which packing shields from damage."""
    mail = make_mail("見積", attachments=[Attachment("a.doc", b"x")])
    yield gzip.decompress(snapshot.write([collect(mail, subject="a.eml")]))


def packed_snapshots() -> Iterator[bytes]:
    """As they are stored."""
    for lines in snapshots():
        yield gzip.compress(lines)


def packs() -> Iterator[bytes]:
    """Files of the pack that comes with the program: name, NUL, content."""
    files = _embedded()
    for name in files.names():
        yield name.encode() + b"\0" + files.read(name)


def built_packs() -> Iterator[bytes]:
    """As they are passed on."""
    yield build(MemoryFiles({"pack.toml": b"id = 'x'\n", "rules/mail/a.sql": b"-- title.ja: x"}))


@cache
def _embedded() -> MemoryFiles:
    folder = FolderFiles(EMBEDDED / "emotet")
    return MemoryFiles({name: folder.read(name) for name in folder.names()})


def read_pack(data: bytes) -> None:
    """The embedded pack with one file that is damaged."""
    name, _, content = data.partition(b"\0")
    files = _embedded()
    known = {one: files.read(one) for one in files.names()}
    load_files(MemoryFiles(known | {name.decode("utf-8", "replace"): content}))


def read_hive(data: bytes) -> None:
    """All keys and values, up to a number."""
    waiting: list[Key] = [open_hive(data, where="x").root]
    for _ in range(MAX_KEYS):
        if not waiting:
            return
        key = waiting.pop()
        assert all(value.name is not None for value in key.values), "a value has a name"
        assert key.written_at is None or key.name is not None, "a key has a name"
        waiting.extend(key.keys())


def read_snapshot(lines: bytes) -> None:
    """The snapshot with these lines."""
    snapshot.read(gzip.compress(lines, 1), where="x")


HOST: Final = (
    Target(name="report", seeds=reports, read=partial(read_report, file_name="a.txt")),
    Target(name="hive", seeds=hives, read=read_hive),
    Target(name="task", seeds=tasks, read=partial(parse_task, where="x")),
    Target(name="task-actions", seeds=actions, read=partial(task_cache.parse_actions, where="x")),
    Target(
        name="security-descriptor",
        seeds=descriptors,
        read=partial(security_descriptor.right_of_everyone, where="x"),
    ),
    Target(name="program", seeds=programs, read=pe.parse_head),
    Target(name="zone", seeds=marks, read=partial(mark_of_the_web.parse_mark, path="x")),
    Target(name="snapshot", seeds=packed_snapshots, read=partial(snapshot.read, where="x")),
    Target(name="snapshot-lines", seeds=snapshots, read=read_snapshot),
    Target(name="pack", seeds=packs, read=read_pack, refuses_with=(ConfigurationError,)),
    Target(
        name="pack-built",
        seeds=built_packs,
        read=partial(read_built, where="x"),
        refuses_with=(ConfigurationError,),
    ),
)
