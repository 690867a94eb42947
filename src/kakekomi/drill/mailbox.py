"""Write mailbox files of every dialect, for drills and tests; the mails are the caller's."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

FROM_LINE: Final = b"From taro@partner.example Tue Mar  1 18:38:00 2022"
BARE_FROM: Final = re.compile(rb"^From ", re.MULTILINE)
"""Takes ``From here on``; refuses ``>From here``."""
ANY_FROM: Final = re.compile(rb"^(>*From )", re.MULTILINE)
"""Takes ``From here on`` and ``>From here``; refuses ``> From``."""
DOT: Final = re.compile(rb"^\.", re.MULTILINE)


class Dialect(StrEnum):
    """What a writer of mbox does about ``From `` at the start of a line of text."""

    MBOXO = "mboxo"
    """Quotes it; what was quoted before can't be told apart."""
    MBOXRD = "mboxrd"
    """Quotes it, and quoted ones once more."""
    MBOXCL = "mboxcl"
    """Quotes it and states the size."""
    MBOXCL2 = "mboxcl2"
    """States the size and quotes nothing."""
    UNQUOTED = "unquoted"
    """Does nothing, as some mail programs."""


def make_mbox(
    mails: Sequence[bytes], dialect: Dialect = Dialect.MBOXRD, *, from_line: bytes = FROM_LINE
) -> bytes:
    """Write an mbox; line ends are those of the first mail."""
    end = b"\r\n" if mails and b"\r\n" in mails[0] else b"\n"
    return b"".join(from_line + end + _written(mail, dialect, end) + end for mail in mails)


def make_dotted_mailbox(mails: Sequence[bytes]) -> bytes:
    """Write a mailbox of Becky!: each mail ends by a line of one dot."""
    return b"".join(DOT.sub(b"..", _ended(mail, b"\r\n")) + b".\r\n" for mail in mails)


def _written(mail: bytes, dialect: Dialect, end: bytes) -> bytes:
    header, blank, body = _ended(mail, end).partition(end + end)
    if dialect in {Dialect.MBOXO, Dialect.MBOXCL}:
        body = BARE_FROM.sub(b">From ", body)
    elif dialect is Dialect.MBOXRD:
        body = ANY_FROM.sub(rb">\1", body)
    if dialect in {Dialect.MBOXCL, Dialect.MBOXCL2}:
        header += end + b"Content-Length: %d" % len(body)
    return header + blank + body


def _ended(mail: bytes, end: bytes) -> bytes:
    return mail if mail.endswith(end) else mail + end
