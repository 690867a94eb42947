"""Messages as Outlook and Exchange keep them: bags of numbered, typed properties.

The same properties stand in .msg files, in PST and OST files and in winmail.dat. Their readers give
a ``MapiMessage``; ``mapi_mail`` writes it as a mail. A property's tag is its id and its type; text
is UTF-16 (type 0x1F) or in the message's code page (type 0x1E).

Source: [MS-OXPROPS], [MS-OXCDATA] section 2.11, [MS-OXOMSG], [MS-OXCMSG]
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

import msgspec

from kakekomi.mail import japanese

MAX_ATTACHMENTS: Final = 1_000
"""As many parts as a mail may have."""
MAX_RECIPIENTS: Final = 2_000
"""As many as the reader of address lists takes."""
MAX_DEPTH: Final = 8
"""Messages inside messages; as deep as attachments are opened."""
MAX_MESSAGE_BYTES: Final = 100 * 1024 * 1024
"""Read of one message, all properties together: in base64 that fills the largest mail."""
EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)


class Type(IntEnum):
    """Types of properties that are read here."""

    INTEGER_32 = 0x0003
    OBJECT = 0x000D
    STRING_8 = 0x001E
    STRING = 0x001F
    TIME = 0x0040
    BINARY = 0x0102


class Tag(IntEnum):
    """Ids of the properties that are read; named as in [MS-OXPROPS] without ``PidTag``."""

    MESSAGE_CLASS = 0x001A
    SUBJECT = 0x0037
    CLIENT_SUBMIT_TIME = 0x0039
    SENT_REPRESENTING_NAME = 0x0042
    REPLY_RECIPIENT_NAMES = 0x0050
    SENT_REPRESENTING_EMAIL_ADDRESS = 0x0065
    TRANSPORT_MESSAGE_HEADERS = 0x007D
    RECIPIENT_TYPE = 0x0C15
    SENDER_NAME = 0x0C1A
    SENDER_EMAIL_ADDRESS = 0x0C1F
    MESSAGE_DELIVERY_TIME = 0x0E06
    BODY = 0x1000
    RTF_COMPRESSED = 0x1009
    HTML = 0x1013
    INTERNET_MESSAGE_ID = 0x1035
    INTERNET_REFERENCES = 0x1039
    IN_REPLY_TO_ID = 0x1042
    DISPLAY_NAME = 0x3001
    EMAIL_ADDRESS = 0x3003
    ATTACH_DATA = 0x3701
    ATTACH_FILENAME = 0x3704
    ATTACH_METHOD = 0x3705
    ATTACH_LONG_FILENAME = 0x3707
    ATTACH_MIME_TAG = 0x370E
    ATTACH_CONTENT_ID = 0x3712
    SMTP_ADDRESS = 0x39FE
    INTERNET_CODE_PAGE = 0x3FDE
    MESSAGE_CODE_PAGE = 0x3FFD
    SENDER_SMTP_ADDRESS = 0x5D01
    SENT_REPRESENTING_SMTP_ADDRESS = 0x5D02


WANTED: Final = frozenset(Tag)

CHARSETS: Final = {
    1200: "utf-16-le",
    20932: "euc-jp",
    28591: "iso-8859-1",
    28605: "iso-8859-15",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    51932: "euc-jp",
    51949: "euc-kr",
    54936: "gb18030",
    65001: "utf-8",
}
"""Code pages that are not called ``cp`` and their number."""


class Value(msgspec.Struct, frozen=True):
    """A property as stored: fixed ones in the 8 bytes of their entry, others whole."""

    type: int
    data: bytes


class Properties(msgspec.Struct, frozen=True):
    """The properties of a message, a recipient or an attachment."""

    values: Mapping[int, Value]
    """By id, type aside; only those of ``WANTED``."""
    code_page: int | None = None
    """Of 8-bit text; None: not stated, so that the text is looked at."""

    def text(self, tag: Tag) -> str | None:
        """Give a text verbatim, but for the NUL at its end; None if absent."""
        value = self.values.get(tag)
        if value is None:
            return None
        if value.type == Type.STRING:
            return value.data.decode("utf-16-le", "replace").rstrip("\0")
        if value.type in {Type.STRING_8, Type.BINARY}:
            return japanese.decode(value.data.rstrip(b"\0"), charset(self.code_page)).text
        return None

    def binary(self, tag: Tag) -> bytes | None:
        """Give bytes; None if absent or of another type."""
        value = self.values.get(tag)
        return value.data if value is not None and value.type == Type.BINARY else None

    def integer(self, tag: Tag) -> int | None:
        """Give a number; None if absent or of another type."""
        value = self.values.get(tag)
        if value is None or value.type != Type.INTEGER_32:
            return None
        return int.from_bytes(value.data[:4], "little")

    def time(self, tag: Tag) -> datetime | None:
        """Give a time in UTC; None if absent, unset or beyond the calendar."""
        value = self.values.get(tag)
        if value is None or value.type != Type.TIME:
            return None
        ticks = int.from_bytes(value.data[:8], "little")
        try:
            return EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None


class MapiAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a message, or a message inside it."""

    properties: Properties
    content: bytes = b""
    message: "MapiMessage | None" = None
    is_whole: bool = True
    """False: less than what is stored could be read."""


class MapiMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message with all that is attached."""

    properties: Properties
    recipients: tuple[Properties, ...] = ()
    attachments: tuple[MapiAttachment, ...] = ()


def charset(code_page: int | None) -> str | None:
    """Name the character set of a Windows code page as mail does; None if it says nothing."""
    if not code_page or code_page == 20127:  # noqa: PLR2004  US-ASCII: what is 8-bit is mislabelled
        return None
    return CHARSETS.get(code_page, f"cp{code_page}")
