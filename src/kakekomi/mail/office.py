"""Read an Office document of any kind: the one entry to the document readers.

``parse`` tells the format from the bytes and hands over to the reader of that format.
"""

from kakekomi.facts.errors import ParseError
from kakekomi.mail.document import OfficeDocument, OfficeFormat

__all__ = ["OfficeDocument", "OfficeFormat", "parse"]


def parse(data: bytes) -> OfficeDocument:
    """Read the document ``data``; any bytes give a value or an error, in bounded time.

    Raises:
        ParseError: ``data`` is no Office document.

    """
    raise ParseError(f"no Office document: starts with {data[:8]!r}", where="office")
