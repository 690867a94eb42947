"""Change a mail as senders, list servers and gateways do, so that one sample becomes many.

Nothing that is attached is touched, so what would do harm in a real mail is still looked for in the
same place; what changes is all around it: who it says it is from, thread, line ends, encodings,
damage. Run as a module it writes the campaign and its mutations into a folder, one mail a file.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kakekomi.drill.campaign import make_campaign

Mutation = Callable[[bytes], bytes]

FIELD_NAME: Final = re.compile(rb"^[A-Za-z-]+:", re.MULTILINE)
"""Takes ``Subject:`` at the start of a line; refuses a folded line."""

DROPPED: Final = re.compile(rb"^(?:Date|Message-ID):[^\r\n]*\r?\n", re.MULTILINE)
"""Takes ``Date: Tue, 1 Mar 2022`` with its line end; refuses ``X-Date: …``."""

SENDER: Final = re.compile(rb"^(?:From|Return-Path):[^\r\n]*", re.MULTILINE)
"""Takes ``From: a@b.example``; refuses ``X-From: …``."""

BASE64_LINES: Final = re.compile(rb"(?:[A-Za-z0-9+/]{76}\r\n)+[A-Za-z0-9+/=]{1,76}")
"""Takes full lines of base64 and the one after them; refuses a single short word."""

ODD_LINE_LETTERS: Final = 57
"""No multiple of four: decoding line by line would fail."""

PADDING_LINES: Final = 400
"""More text than many filters look at before an attachment."""

LAST_BOUNDARY: Final = b"\r\n--"
"""What a broken transfer leaves out."""


def _upper_field_names(mail: bytes) -> bytes:
    head, empty, body = mail.partition(b"\r\n\r\n")
    return FIELD_NAME.sub(lambda name: name[0].upper(), head) + empty + body


def _bare_line_feeds(mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n")


def _without_date_and_id(mail: bytes) -> bytes:
    return DROPPED.sub(b"", mail, count=2)


def _odd_base64_lines(mail: bytes) -> bytes:
    return BASE64_LINES.sub(lambda lines: _wrapped(lines[0].replace(b"\r\n", b"")), mail)


def _wrapped(letters: bytes) -> bytes:
    starts = range(0, len(letters), ODD_LINE_LETTERS)
    return b"\r\n".join(letters[at : at + ODD_LINE_LETTERS] for at in starts)


def _from_a_real_account(mail: bytes) -> bytes:
    passed = b"Authentication-Results: mx.company.example; spf=pass; dkim=pass; dmarc=pass\r\n"
    return passed + SENDER.sub(_real_account, mail)


def _real_account(field: re.Match[bytes]) -> bytes:
    name = field[0].partition(b":")[0]
    return name + b": <suzuki@partner.example>"


def _in_a_thread(mail: bytes) -> bytes:
    return (
        b"In-Reply-To: <20220228@company.example>\r\n"
        b"References: <20220228@company.example>\r\n" + mail
    )


def _from_a_list(mail: bytes) -> bytes:
    return b"List-Id: <members.lists.example>\r\nPrecedence: list\r\n" + mail


def _html_text(mail: bytes) -> bytes:
    return mail.replace(b"Content-Type: text/plain", b"Content-Type: text/html")


def _attached_as_pictures(mail: bytes) -> bytes:
    return mail.replace(b"application/octet-stream", b"image/png")


def _long_preamble(mail: bytes) -> bytes:
    head, empty, body = mail.partition(b"\r\n\r\n")
    return head + empty + b"This is filling, and nobody reads it.\r\n" * PADDING_LINES + body


def _cut_short(mail: bytes) -> bytes:
    return mail[: mail.rindex(LAST_BOUNDARY)]


MUTATIONS: Final[tuple[tuple[str, Mutation], ...]] = (
    ("upper-field-names", _upper_field_names),
    ("bare-line-feeds", _bare_line_feeds),
    ("without-date-and-id", _without_date_and_id),
    ("odd-base64-lines", _odd_base64_lines),
    ("from-a-real-account", _from_a_real_account),
    ("in-a-thread", _in_a_thread),
    ("from-a-list", _from_a_list),
    ("html-text", _html_text),
    ("attached-as-pictures", _attached_as_pictures),
    ("long-preamble", _long_preamble),
    ("cut-short", _cut_short),
)
"""Each with its name; all give a mail that still has its attachments."""


def mutations(mail: bytes) -> Iterator[tuple[str, bytes]]:
    """The mail once for each mutation."""
    for name, mutate in MUTATIONS:
        yield name, mutate(mail)


def write_campaign(folder: Path) -> int:
    """Write the campaign and its mutations; the number of mails."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for number, sample in enumerate(make_campaign()):
        for name, mail in (("as-sent", sample.data), *mutations(sample.data)):
            (folder / f"{number:02}-{name}.eml").write_bytes(mail)
            count += 1
    return count


if __name__ == "__main__":
    write_campaign(Path(sys.argv[1]))
