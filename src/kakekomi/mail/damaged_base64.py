"""Read base64 that is damaged, as far as mail programs read it.

Foreign characters are skipped, missing padding is added, blocks glued together are read one after
the other, and text that a mailing list appended is left out. Lines that are like the first one are
read many at a time; each other line costs a look of its own, and beyond ``MAX_ODD_LINES`` of them
whatever is a letter is read.

Source: RFC 2045 section 6.8; the forgiveness by observation of mail programs.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pybase64

from kakekomi.mail.defect import DefectKind

SPACE: Final = b" \t\r\n\x0b\x0c\0"
ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NO_LETTER: Final = bytes(sorted(set(range(256)) - set(ALPHABET) - {0x3D}))
"""All bytes that are neither base64 nor its padding."""
LONG_LINE: Final = 40
"""Shorter lines after the last block are words that happen to be letters only."""
MAX_ODD_LINES: Final = 500
"""Looked at one by one; the footer of a mailing list has ten, and a mail may have 1,000 parts."""
MAX_BLOCKS: Final = 10_000
"""Glued together, each with its padding; honest mail has one or two."""
MAX_REGULAR_CHARS: Final = 1_000
"""Longest line of those read many at a time; a longer one is many by itself."""
MANY_LINES: Final = 65_536
"""Read at a time: five megabytes, so that memory stays small."""
PIECE_BYTES: Final = 8 * 1024 * 1024
"""Read at a time of one long line."""

LINE: Final = re.compile(rb"[^\r\n]++")
"""Takes ``b"UEsD"`` up to its line end; refuses an empty line."""
WORDS: Final = re.compile(rb"[!-~] +[!-~]")
"""A blank inside the line: takes ``b"list mailing list"``; refuses ``b"UEsD\\t"``."""


def read(raw: bytes) -> tuple[bytes, tuple[DefectKind, ...]]:
    """Give what can be decoded, and the kinds of damage; there is at least one."""
    reader = _Reader()
    reader.read(raw)
    return reader.blocks.finish(), tuple(sorted(reader.kinds)) or (DefectKind.BROKEN_BASE64,)


class _Reader:
    __slots__ = ("_ended", "_width", "blocks", "kinds")

    def __init__(self) -> None:
        self.blocks = _Blocks()
        self.kinds: set[DefectKind] = set()
        self._width = 0
        self._ended = False

    def read(self, raw: bytes) -> None:
        """Take all lines, until what follows is text."""
        regular: re.Pattern[bytes] | None = None
        at = odd = 0
        while line := LINE.search(raw, at):
            many = regular.match(raw, line.start()) if regular else None
            if many:
                self.blocks.add(many.group().translate(None, b"\r\n"))
                self._ended, at = False, many.end()
                continue
            odd += 1
            if odd > MAX_ODD_LINES:
                self._rest(raw, line.start())
                return
            if not self._line(line.group()):
                return
            at = line.end()
            if odd == 1 and self._width <= MAX_REGULAR_CHARS:
                regular = _lines_of(self._width)

    def _line(self, line: bytes) -> bool:
        """Take one line; False if it is text behind the last block."""
        dense = line.translate(None, SPACE)
        if not dense:
            return True
        foreign = dense.translate(None, ALPHABET + b"=")
        if self._ended and (foreign or len(dense) < min(self._width, LONG_LINE)):
            self.kinds.add(DefectKind.TEXT_AFTER_BASE64)
            return False
        if foreign:
            if WORDS.search(line) and len(foreign) * 20 > len(dense):
                self.kinds.add(DefectKind.TEXT_AFTER_BASE64)
                return True
            dense = dense.translate(None, NO_LETTER)
            self.kinds.add(DefectKind.BROKEN_BASE64)
        self._width = self._width or len(dense)
        self._ended = dense.endswith(b"=") or len(dense) < self._width
        self.blocks.add(dense)
        return True

    def _rest(self, raw: bytes, at: int) -> None:
        self.kinds.add(DefectKind.BROKEN_BASE64)
        for piece in _pieces(raw, at):
            self.blocks.add(piece.translate(None, NO_LETTER))


def _lines_of(width: int) -> re.Pattern[bytes] | None:
    """Lines of that many letters: 76 takes such a line, refuses one of 75 and one with ``=``."""
    pattern = rb"(?:[A-Za-z0-9+/]{%d}\r{0,2}\n){1,%d}+" % (width, MANY_LINES)
    return re.compile(pattern) if width else None


def _pieces(data: bytes, at: int = 0) -> Iterator[bytes]:
    return (data[start : start + PIECE_BYTES] for start in range(at, len(data), PIECE_BYTES))


class _Blocks:
    """Decodes letters as they come; ``=`` ends a block."""

    __slots__ = ("_count", "_left", "_out")

    def __init__(self) -> None:
        self._out = BytesIO()
        self._left = b""
        self._count = 0

    def add(self, dense: bytes) -> None:
        """Take letters and padding."""
        at = 0
        while self._count < MAX_BLOCKS and (end := dense.find(b"=", at)) >= 0:
            self._add_letters(dense[at:end])
            self._end_block()
            at = end + 1
        for piece in _pieces(dense, at):
            self._add_letters(piece.translate(None, b"="))

    def finish(self) -> bytes:
        """End the last block, and give all."""
        self._end_block()
        return self._out.getvalue()

    def _add_letters(self, letters: bytes) -> None:
        letters = self._left + letters
        whole = len(letters) & ~3
        self._out.write(pybase64.b64decode(letters[:whole], validate=True))
        self._left = letters[whole:]

    def _end_block(self) -> None:
        """Pad what is left; a single letter carries no byte."""
        if not self._left:
            return
        self._count += 1
        if len(self._left) > 1:
            self._out.write(pybase64.b64decode(self._left + b"=" * (4 - len(self._left))))
        self._left = b""
