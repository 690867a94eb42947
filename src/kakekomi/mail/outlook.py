"""Read the files in which Outlook hands on a single message: .msg, .oft and winmail.dat.

A .msg is told from other compound files by a stream of its own. A document can be given one, and
the program is chosen by the name of the file, so a file that is both is looked at as both.
"""

from typing import Final

from kakekomi.mail import mapi_mail, msg, ole, tnef

DOCUMENT_ENTRIES: Final = (
    "WordDocument",
    "Workbook",
    "Book",
    "PowerPoint Document",
    "Macros",
    "_VBA_PROJECT_CUR",
)
"""What documents have and messages have not."""


def may_be(data: bytes) -> bool:
    """Tell whether ``as_mail`` is worth a try; cheap."""
    return data.startswith((ole.SIGNATURE, tnef.SIGNATURE))


def as_mail(data: bytes) -> bytes:
    """Write the message as a mail.

    Raises:
        ParseError: it is none of these files.
    """
    is_tnef = data.startswith(tnef.SIGNATURE)
    return mapi_mail.to_bytes(tnef.parse(data) if is_tnef else msg.parse(data))


def is_document_too(data: bytes) -> bool:
    """Tell whether a message file is also a document of Office.

    Raises:
        ParseError: it is a damaged compound file.
    """
    if not data.startswith(ole.SIGNATURE):
        return False
    file = ole.parse(data)
    return any(file.find(name) for name in DOCUMENT_ENTRIES)
