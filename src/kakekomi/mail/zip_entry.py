"""What a ZIP archive says about itself: its members, and where it contradicts itself."""

from enum import StrEnum

import msgspec


class ZipDefect(StrEnum):
    """Where the archive is not as it should be."""

    NO_DIRECTORY = "no_directory"
    """The central directory is missing or cut off; local headers were read instead."""
    MISSING_MEMBER = "missing_member"
    """The directory names a member that is not there."""
    UNLISTED_MEMBER = "unlisted_member"
    """A member is there that the directory does not name."""
    OVERLAP = "overlap"
    """Members share their bytes: the mark of a ZIP bomb, never of a packer."""
    NAMES_DIFFER = "names_differ"
    """Directory and local header give the member different names."""
    ENTRY_LIMIT = "entry_limit"
    """More than are listed of one archive; the rest was not listed."""


class Aes(msgspec.Struct, frozen=True):
    """What the extra field 0x9901 says."""

    version: int
    """1: the CRC is given; 2: it is zero."""
    key_bytes: int


class ZipEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One member as the archive describes it."""

    name: str
    """Decoded and otherwise verbatim: path steps, right-to-left marks and NUL stay."""
    method: int
    """As stored, or what AES hides."""
    flags: int
    dos_time: int
    crc: int
    compressed_bytes: int
    """Bytes of the data, with what encryption adds."""
    declared_bytes: int
    """Size unpacked as declared; -1 if the header leaves it open."""
    data_at: int
    """Offset of the data."""
    aes: Aes | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether it needs a password."""
        return bool(self.flags & 1)

    @property
    def is_folder(self) -> bool:
        """Whether it is only a folder's name."""
        return self.name.endswith("/") and self.declared_bytes <= 0


class ZipDirectory(msgspec.Struct, frozen=True):
    """All members in file order of their listing, unlisted ones last."""

    entries: tuple[ZipEntry, ...]
    defects: tuple[tuple[ZipDefect, str], ...]
    """Kind and the name it concerns."""
