r"""Cut a mailbox file into its mails: mbox in all its dialects, and mailboxes cut by dots.

An mbox is mails one after another, each behind a line ``From sender date`` and before an empty
line. The dialects differ in what they do about ``From `` at the start of a line of text: ``mboxo``
and ``mboxrd`` put ``>`` before it; ``mboxcl2`` does nothing and states the size of the body in
``Content-Length``; some programs do nothing at all. So a line counts as a cut only if two of three
signs agree: an empty line before it, a date in it, a header field behind it. A ``Content-Length``
counts only if it leads exactly to such a line, or to the end: senders can write one too.

Where a cut is in doubt the mail is cut: both pieces are then looked at, and nothing hides behind a
damaged mail. Mailers of Japan (Becky!, EdMax) end each mail by a line that is one dot, and double
the dot at the start of other lines.

Source: RFC 4155 appendix A; qmail's mbox(5) for mboxrd and mboxcl2; the dots by observation.
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from kakekomi.mail.mime import MAX_MAIL_BYTES

CHUNK_BYTES: Final = 1024 * 1024
MAX_CHUNK_BYTES: Final = 32 * 1024 * 1024
"""Chunks grow with the mail, so that a large one is not copied a hundred times."""
LOOK_AHEAD_BYTES: Final = 2_048
"""A cut is decided by its line and the start of the next; both are shorter."""
MAX_HEADER_BYTES: Final = 65_536
"""Within which a Content-Length is looked for."""

MARK: Final = b"\nFrom "
FROM_LINE: Final = re.compile(rb"From ([^\r\n]{0,900})\r?(?:\n|\Z)")
"""Takes ``From a@b.example Tue Mar  1 18:38:00 2022``; refuses ``From: a``."""
DATED: Final = re.compile(
    rb"(?<![A-Za-z])(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\r\n]{0,40}?[0-9]{1,2}:[0-9]{2}"
)
"""Takes ``a@b.example Tue Mar  1 18:38:00 2022``; refuses ``10:30 until Tuesday``."""
ONE_WORD: Final = re.compile(rb"\S{1,320}[ \t]*\Z")
"""A sender alone: takes ``a@b.example``; refuses ``here to there``."""
FIELD: Final = re.compile(rb"(?:[!-9;-~]{1,80}[ \t]*:|>From )")
"""Takes ``Return-Path:``; refuses ``http is a word`` and blanks."""
LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*([0-9]{1,10})[ \t]*\r?\n", re.IGNORECASE)
"""Takes ``Content-Length: 1200``; refuses ``Content-Length: many``."""
QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
"""Takes ``>From `` and ``>>From ``; refuses ``> From ``."""
BLANK: Final = re.compile(rb"[\r\n]++")
LINE_ENDS: Final = re.compile(rb"(?:\r?\n){0,3}")
"""Between a measured body and the next cut: takes ``LF LF``; stops at a letter."""
SEAM_BYTES: Final = 4
DOT_LINE: Final = re.compile(rb"^\.\r?(?:\n|\Z)", re.MULTILINE)
"""Takes a line of one dot; refuses ``..``."""
STUFFED: Final = re.compile(rb"^\.\.", re.MULTILINE)
"""Takes ``..`` at the start of a line; refuses ``a..``."""


Cut = Callable[[bytes, int, int], int]
"""Looks in bytes from one offset on, up to another, for where the mail ends; -1: nowhere."""


def read(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give position, from 1 on, and bytes of each mail, its ``From `` line first.

    A mail beyond ``MAX_MAIL_BYTES`` is cut one byte above, so that its reader sees that it is.
    """
    window = _Window(stream)
    position = 0
    while window.skip_blank():
        size = _stated_size(window)
        mail = window.take(window.find(_next_mail) if size is None else size)
        if mail.strip():
            position += 1
            yield position, _unquoted(mail, is_measured=size is not None)


def read_dotted(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give position, from 1 on, and bytes of each mail of a mailbox cut by lines of one dot."""
    window = _Window(stream)
    position = 0
    while window.skip_dots():
        mail = window.take(window.find(_dot_line))
        if mail.strip():
            position += 1
            yield position, STUFFED.sub(b".", mail) if b"\n.." in mail else mail


def is_mailbox(beginning: bytes) -> bool:
    """Tell whether a file begins as an mbox does."""
    start = beginning[:LOOK_AHEAD_BYTES].lstrip(b"\xef\xbb\xbf\r\n \t")
    line = FROM_LINE.match(start)
    return line is not None and (
        DATED.search(line[1]) is not None or FIELD.match(start, line.end()) is not None
    )


def is_dotted(beginning: bytes) -> bool:
    """Tell whether a file that begins as a mail is cut by lines of one dot."""
    dot = DOT_LINE.search(beginning)
    return dot is not None and FIELD.match(beginning, dot.end()) is not None


class _Window:
    """The part of a stream that is looked at: from the start of the mail that is next."""

    __slots__ = ("_at_end", "_data", "_kept", "_start", "_stream")

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._data = b""
        self._start = 0
        self._kept = b""
        self._at_end = False

    def reach(self, size: int) -> bool:
        """Read until that much is in sight; False if the stream ends before."""
        while len(self._data) - self._start < size and self._more():
            pass
        return len(self._data) - self._start >= size

    def skip_blank(self) -> bool:
        """Leave out empty lines; False if nothing follows."""
        while self.reach(1):
            if self._data[self._start] not in b"\r\n":
                return True
            blank = BLANK.match(self._data, self._start)
            self._start = blank.end() if blank else self._start
        return False

    def skip_dots(self) -> bool:
        """Leave out empty lines and lines of one dot; False if nothing follows."""
        while self.skip_blank():
            self.reach(LOOK_AHEAD_BYTES)
            dot = DOT_LINE.match(self._data, self._start)
            if dot is None:
                return True
            self._start = dot.end()
        return False

    def header(self) -> bytes:
        """Give the lines before the first empty one; nothing if that is not in sight."""
        self.reach(MAX_HEADER_BYTES)
        stop = min(self._start + MAX_HEADER_BYTES, len(self._data))
        end = self._data.find(b"\n\n", self._start, stop)
        crlf = self._data.find(b"\n\r\n", self._start, stop if end < 0 else end)
        return self._data[self._start : (end if crlf < 0 else crlf) + 1]

    def ends_at(self, size: int) -> bool:
        """Tell whether a cut, or the end of the stream, follows that many bytes exactly."""
        self.reach(size + LOOK_AHEAD_BYTES)
        if size > len(self._data) - self._start:
            return False
        lines = LINE_ENDS.match(self._data, self._start + size)
        end = lines.end() if lines else 0
        if end == len(self._data):
            return True
        return self._data[end - 1 : end] == b"\n" and _is_cut(self._data, end)

    def find(self, cut: Cut) -> int:
        """Give the size of the mail; of one that is too large, the rest is let go."""
        at = 0
        while True:
            seen = len(self._data) - self._start
            stop = seen if self._at_end else seen - LOOK_AHEAD_BYTES
            found = cut(self._data, self._start + at, self._start + stop) if stop > at else -1
            if found >= 0:
                return found - self._start
            if self._at_end:
                return seen
            at = self._let_go(max(at, stop))
            self._more()

    def take(self, size: int) -> bytes:
        """Give that many bytes of the mail, or what was kept of it, and go behind them."""
        end = self._start + size
        mail = self._kept or self._data[self._start : min(end, self._start + MAX_MAIL_BYTES + 1)]
        self._kept, self._start = b"", end
        return mail

    def _let_go(self, at: int) -> int:
        """Keep no more of a mail than its cap, and the bytes in which its end may begin."""
        if at <= MAX_MAIL_BYTES + CHUNK_BYTES:
            return at
        self._kept = self._kept or self._data[self._start : self._start + MAX_MAIL_BYTES + 1]
        self._data, self._start = self._data[self._start + at - SEAM_BYTES :], 0
        return SEAM_BYTES

    def _more(self) -> bool:
        rest = self._data[self._start :]
        chunk = b""
        if not self._at_end:
            chunk = self._stream.read(min(max(len(rest), CHUNK_BYTES), MAX_CHUNK_BYTES))
        self._data, self._start = rest + chunk, 0
        self._at_end = not chunk
        return bool(chunk)


def _next_mail(data: bytes, at: int, stop: int) -> int:
    """Where the next ``From `` line stands, behind the line end at ``at`` or later."""
    mark = data.find(MARK, at, stop)
    while mark >= 0:
        if _is_cut(data, mark + 1):
            return mark + 1
        mark = data.find(MARK, mark + 1, stop)
    return -1


def _is_cut(data: bytes, at: int) -> bool:
    line = FROM_LINE.match(data, at)
    if line is None:
        return False
    has_date = DATED.search(line[1]) is not None
    if not has_date and ONE_WORD.match(line[1]) is None:
        return False
    after_blank = data.endswith((b"\n\n", b"\n\r\n"), max(at - 3, 0), at)
    before_field = FIELD.match(data, line.end()) is not None
    return has_date + after_blank + before_field > 1


def _dot_line(data: bytes, at: int, stop: int) -> int:
    mark = data.find(b"\n.", at, stop)
    while mark >= 0 and not DOT_LINE.match(data, mark + 1):
        mark = data.find(b"\n.", mark + 1, stop)
    return mark + 1 if mark >= 0 else -1


def _stated_size(window: _Window) -> int | None:
    """Size of the mail by its Content-Length, if that leads to a cut."""
    header = window.header()
    stated = LENGTH.search(header) if b"\ncontent-length:" in header.lower() else None
    if stated is None or int(stated[1]) > MAX_MAIL_BYTES:
        return None
    blank_bytes = len(b"\r\n" if header.endswith(b"\r\n") else b"\n")
    size = len(header) + blank_bytes + int(stated[1])
    return size if window.ends_at(size) else None


def _unquoted(mail: bytes, *, is_measured: bool) -> bytes:
    """Take away what the mailbox added: the empty line at the end, and one ``>`` of each quote.

    A mailbox that measures and has bare ``From `` lines quotes nothing.
    """
    if mail.endswith((b"\n\n", b"\n\r\n")):
        mail = mail[: -2 if mail.endswith(b"\r\n") else -1]
    if b">From " not in mail or (is_measured and MARK in mail):
        return mail
    return QUOTED.sub(rb"\1", mail)
