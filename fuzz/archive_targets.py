"""Archives and disk images; a password that fits is tried, too."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from fuzz.target import Target
from kakekomi.drill import cab as made_cab
from kakekomi.drill import disc, disk, exfat
from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.cab import make_cab
from kakekomi.drill.lzh import DISTANCE_CODES, make_lzh, pack
from kakekomi.drill.rar import RarMember, make_rar4, make_rar5, pack3, pack5
from kakekomi.drill.seven_zip import make_7z
from kakekomi.mail import (
    cab,
    compressed,
    disk_image,
    iso,
    lzh,
    rar,
    seven_zip,
    tar,
    zip_directory,
    zip_member,
)
from kakekomi.mail.archive import Archive, Limits, Reader
from kakekomi.mail.lzx import ALIGNED, CODED, STORED

PASSWORD: Final = "4821"
PASSWORDS: Final = ("wrong", PASSWORD)
TWO: Final = (("請求書.doc", b"Practice sample. " * 40), ("../b/readme.txt", bytes(range(256))))
TOKENS: Final[tuple[Token, ...]] = (*b"Practice sample. ", (17, 40), *b"end", (20, 4))


def zips() -> Iterator[bytes]:
    """Plain and with both ciphers."""
    members = [ZipMember(name=name, content=content) for name, content in TWO]
    yield make_zip([])
    yield make_zip(members)
    yield make_zip([ZipMember(name="a.zip", content=make_zip(members), deflate=False)])
    for cipher in ZipCipher:
        yield make_zip(members, password=PASSWORD, cipher=cipher)


def seven_zips() -> Iterator[bytes]:
    """Stored and packed, open and closed."""
    for is_packed in (False, True):
        yield make_7z(TWO, is_packed=is_packed)
        yield make_7z(TWO, password=PASSWORD, is_packed=is_packed)
    yield make_7z(TWO, password=PASSWORD, hides_names=True)
    yield make_7z([("a.exe", b"\x90\xe8\1\0\0\0\x0f\x85\2\0\0\0" * 60)], is_program=True)


def rars() -> Iterator[bytes]:
    """Both layouts, stored and packed, open and closed."""
    plain = [RarMember(name, content) for name, content in TWO]
    yield make_rar5(plain)
    yield make_rar5([RarMember("a.txt", played(TOKENS), pack5(TOKENS))])
    yield make_rar5([RarMember("a.exe", played(TOKENS), pack5(TOKENS, filters=[(0, 8, 1)]))])
    yield make_rar4(plain)
    yield make_rar4([RarMember("a.txt", played(TOKENS), pack3(TOKENS))])
    yield make_rar4(plain, password=PASSWORD)


def lzhs() -> Iterator[bytes]:
    """All levels of header, stored and packed."""
    for level in (0, 1, 2):
        yield make_lzh(TWO, level=level)
    for method in DISTANCE_CODES:
        yield make_lzh([("a.txt", TOKENS)], method=method, level=2)
        yield pack(TOKENS, method)


def cabs() -> Iterator[bytes]:
    """Stored and packed."""
    yield make_cab(TWO)
    yield make_cab(TWO, method=made_cab.MSZIP)
    for kind in (CODED, ALIGNED, STORED):
        yield make_cab(TWO, method=made_cab.LZX, lzx_blocks=(kind,), call_bytes=500)


def discs() -> Iterator[bytes]:
    """ISO 9660 with and without Joliet, and UDF."""
    for has_joliet in (False, True):
        yield disc.make_iso(TWO, has_joliet=has_joliet)
    for is_inline in (False, True):
        yield disc.make_udf(TWO, is_inline=is_inline)


def disks() -> Iterator[bytes]:
    """Bare volumes; they are small enough to hit their tables."""
    yield disk.make_fat(TWO, folder="TEMP")
    yield exfat.make_exfat(TWO, folder="TEMP", is_chained=True)
    yield disk.make_ntfs(TWO)
    yield disk.make_ntfs(TWO, is_resident=False)
    yield disk.make_vhd(disk.make_partitioned(disk.make_fat(TWO)), is_dynamic=True)
    yield disk.make_partitioned(disk.make_fat(TWO), is_gpt=True)
    yield disk.make_vhdx(disk.make_partitioned(disk.make_ntfs(TWO)))


def tars() -> Iterator[bytes]:
    """Of two files."""
    yield _tar()


def _tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in TWO:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def _packed(compress: Callable[[bytes], bytes]) -> Iterator[bytes]:
    yield compress(_tar())


def read_zip(data: bytes) -> None:
    """Directory and all members."""
    for entry in zip_directory.parse(data).entries:
        zip_member.read(data, entry, passwords=PASSWORDS)


def _with(reader: Reader) -> "partial[Archive]":
    return partial(_read, reader)


def _read(reader: Reader, data: bytes) -> Archive:
    return reader(data, PASSWORDS, Limits())


ARCHIVES: Final = (
    Target(name="zip", seeds=zips, read=read_zip),
    Target(name="7z", seeds=seven_zips, read=_with(seven_zip.read)),
    Target(name="rar", seeds=rars, read=_with(rar.read)),
    Target(name="lzh", seeds=lzhs, read=_with(lzh.read)),
    Target(name="cab", seeds=cabs, read=_with(cab.read)),
    Target(name="iso-udf", seeds=discs, read=_with(iso.read)),
    Target(name="disk-image", seeds=disks, read=_with(disk_image.read)),
    Target(name="tar", seeds=tars, read=_with(tar.read)),
    Target(name="gzip", seeds=partial(_packed, gzip.compress), read=_with(compressed.read_gzip)),
    Target(name="bzip2", seeds=partial(_packed, bz2.compress), read=_with(compressed.read_bzip2)),
    Target(name="xz", seeds=partial(_packed, lzma.compress), read=_with(compressed.read_xz)),
)
