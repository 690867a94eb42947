"""Read the codes of a photographed or scanned page.

Runs where hostile files are read, in a worker process: libraries decode the picture. They come with
the desk; without them a picture is told as what can't be read here.
"""

import io
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.paper import is_page

PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""PNG and JPEG: what phones, scanners and screens make."""

MAX_PIXELS: Final = 60_000_000
"""A phone's largest photograph has 50 million; decoding one takes 200 MB."""


def is_picture(data: bytes) -> bool:
    """Whether the file begins as a picture."""
    return data.startswith(PICTURES)


def pages_in(data: bytes) -> tuple[str, ...]:
    """The pages whose codes are in the picture; empty if there is none.

    Raises:
        ParseError: the picture can't be decoded, or is over the cap.
        UnsupportedError: the libraries are not installed.
    """
    try:
        import zxingcpp  # noqa: PLC0415  for pictures only
        from PIL import Image, UnidentifiedImageError  # noqa: PLC0415
    except ImportError as error:
        raise UnsupportedError("pictures of codes are read by the desk only") from error
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ParseError(f"a picture of more than {MAX_PIXELS} dots")
            grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ParseError("a damaged picture") from error
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return tuple(code.text for code in found if is_page(code.text))
