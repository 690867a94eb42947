"""Find where a mail begins, and tell a mail from other files.

Other files have fields too (HTTP, notes, YAML), and damaged mail begins in the middle of one. So at
the very start a field that only mail has is enough, or two that mail shares with others, or one of
the commonest if nothing but fields stands before the empty line. Behind other lines, and only if
these have no control characters, a field of the first kind is needed.

Source: RFC 5322 section 3.6
"""

import re
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import fields
from kakekomi.mail.defect import Defect, DefectKind
from kakekomi.mail.lines import source_of

MAX_LEAD_BYTES: Final = 8_192
"""Within how many bytes the first field must come."""
MAX_DETAIL_CHARS: Final = 200
"""As much of the mail as a defect quotes."""

STRONG: Final = (
    rb"from|received|return-path|message-id|mime-version|delivered-to|x-original-to|resent-from"
    rb"|envelope-to|x-mozilla-status|x-spam-status|dkim-signature|authentication-results|reply-to"
)
WEAK: Final = rb"subject|date|to|cc|bcc|sender|content-type|in-reply-to|references|x-mailer"
STRONG_FIELD: Final = re.compile(rb"\n(?i:%b)[ \t]*+:" % STRONG)
"""Takes ``b"\\nReceived: from x"``; refuses ``b"\\nTitle: x"``."""
FIRST_STRONG: Final = re.compile(rb"(?i:%b)[ \t]*+:" % STRONG)
"""The same at the very start, as most mails begin: takes ``b"Received: from x"``."""
WEAK_FIELD: Final = re.compile(rb"\n(?i:%b)[ \t]*+:" % WEAK)
"""Takes ``b"\\nSubject: x"``; refuses ``b"\\nNote: x"``."""
ANY_FIELD: Final = re.compile(rb"[A-Za-z][!-9;-~]{0,75}[ \t]*+:")
"""Takes ``b"X-Mailer: x"``; refuses ``b'{"from": 1}'`` and ``b"%PDF-1.7"``."""
BLANK_LINE: Final = re.compile(rb"\n\r?\n")
"""Takes ``b"\\n\\r\\n"``; refuses ``b"\\n "``."""
LEAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*+(?:>?From [^\n]*\n)?(?:\r?\n)*+")
"""What may stand before the first field: a byte order mark, empty lines, a mailbox line."""
MAILBOX_LINE: Final = re.compile(rb">?From [^\n]*")
"""Takes ``b"From a@b.example Tue Mar  1"``; refuses ``b"From: a"``."""
CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Control characters that no torn header has: takes NUL; refuses ESC, which Japanese mail has."""
SINGLE_FIELD: Final = re.compile(rb"\n(?i:subject|content-type|to|date)[ \t]*+:")
"""The weak fields that may stand alone: takes ``b"Subject: x"``; refuses ``b"Sender: x"``."""


class Lead(msgspec.Struct, frozen=True, gc=False):
    """Where the first field stands and what was before it."""

    start: int
    mailbox_line: bytes = b""
    defects: tuple[Defect, ...] = ()


def find(data: bytes) -> Lead:
    """Find the first field.

    Raises:
        ParseError: it is no mail.
    """
    head = data[:MAX_LEAD_BYTES]
    if b"\r" in head:
        head = source_of(head).lines
    lead = LEAD.match(head)
    start = lead.end() if lead else 0
    if _is_header(head, start):
        line = MAILBOX_LINE.search(head, 0, start)
        return Lead(start, line.group() if line else b"")
    behind = STRONG_FIELD.search(head, start)
    if behind is None or CONTROL.search(head, start, behind.start()):
        raise ParseError("this is no mail: no header field such as From: or Received: at its start")
    torn = head[start : behind.start()][:MAX_DETAIL_CHARS].decode("latin-1")
    return Lead(behind.start() + 1, b"", (Defect(DefectKind.JUNK_BEFORE_HEADER, torn),))


def _is_header(head: bytes, start: int) -> bool:
    if FIRST_STRONG.match(head, start):
        return True
    if not ANY_FIELD.match(head, start):
        return False
    stop = BLANK_LINE.search(head, start)
    block = b"\n" + head[start : stop.start() if stop else len(head)]
    if STRONG_FIELD.search(block) or len(WEAK_FIELD.findall(block)) > 1:
        return True
    return SINGLE_FIELD.match(block) is not None and fields.TORN.search(block) is None
