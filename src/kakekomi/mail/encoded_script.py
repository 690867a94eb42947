"""Undo Microsoft's Script Encoder: scripts of .vbe and .jse, which run like those in clear.

The encoder hides the words from readers and scanners, with a fixed substitution and no password.

Layout: ``#@~^``, six characters and ``==`` (length), the script, six characters and ``==``
(checksum), ``^#~@``. Of three alphabets the one of each character follows from its position, in a
round of 64. Line ends, ``<``, ``>`` and ``@`` are escaped by ``@``; characters above 127 are kept
and take no turn.

Source: published by observation and by Microsoft's own encoder, of which this is the inverse.
"""

from typing import Final

MAX_SCRIPTS: Final = 16
"""In one file: a page may hold several."""
MAX_SCRIPT_BYTES: Final = 1024 * 1024
"""Of all encoded scripts of a file: each byte costs a step."""
START: Final = b"#@~^"
END: Final = b"==^#~@"
LENGTH_BYTES: Final = 8
"""Of the length behind the start, with its two ``=``."""
CHECKSUM_BYTES: Final = 6
"""Of the checksum before the end."""
ROUND: Final = bytes.fromhex(
    "00010200010201020201020100020102000201020000010202010002010202010000020102010200"
    "020000010200020100020102000001020200000102000201"
)
"""Which alphabet each of 64 characters in turn is taken from."""
ENCODED: Final = bytes([9, *range(32, 128)])
"""What the alphabets stand for, in their order."""
ALPHABETS: Final = tuple(
    bytes.fromhex(digits)
    for digits in (
        "572e477a56426a2f26494134325b7672433839704568714f09624423754a7e4a5e40774a615d224b6f4e3b4c50"
        "672a7d74542b2d2c306e6b66352521644d52633f7b7829287359337f6d55537c3a5f65465831696c5a48275c3d"
        "24793760512036",
        "6e2d755260715e495c627d2936207c7a7f6b63332b68516676316454434c3a4c7e4c452c2a7427374479592f6f"
        "26726a397b3f387767534734785d30235a5b6c485570692e4c21244e5009567335614b583b57226d4d2528464a"
        "32413d5f4f4265",
        "7b323021295b38333d583a3565395c5673664e456b6259785e7d4a6d714160415340422748727531374d522254"
        "6a47642d207f2e4c5d7e6c6f797443267625242b28234134092a443f773b55696163506751494f46687c36706e"
        "7a2f5f4b5a2c57",
    )
)
ESCAPES: Final = ((b"@&", b"\n"), (b"@#", b"\r"), (b"@*", b">"), (b"@!", b"<"), (b"@$", b"@"))

_KEPT: Final = b"<>@"
"""Characters that stand for themselves, as they are only there behind their escape is undone."""
_TABLES: Final = tuple(
    bytes.maketrans(
        bytes(code for code in ENCODED if code not in _KEPT),
        bytes(plain for code, plain in zip(ENCODED, alphabet, strict=True) if code not in _KEPT),
    )
    for alphabet in ALPHABETS
)


def decode(data: bytes) -> bytes:
    """Give the scripts encoded in ``data`` in clear, line by line; empty if there is none."""
    found: list[bytes] = []
    left = MAX_SCRIPT_BYTES
    start = data.find(START)
    while start >= 0 and len(found) < MAX_SCRIPTS and left > 0:
        first = start + len(START) + LENGTH_BYTES
        end = data.find(END, first)
        last = len(data) if end < 0 else max(end - CHECKSUM_BYTES, first)
        found.append(_clear(data[first : min(last, first + left)]))
        left -= len(found[-1])
        start = data.find(START, last)
    return b"\r\n".join(found)


def _clear(script: bytes) -> bytes:
    for escape, plain in ESCAPES:
        script = script.replace(escape, plain)
    turns = [at for at, byte in enumerate(script) if byte < 128]  # noqa: PLR2004 - end of ASCII
    ascii_only = bytes(script[at] for at in turns)
    clear = bytearray(script)
    by_alphabet = [ascii_only.translate(table) for table in _TABLES]
    for turn, at in enumerate(turns):
        clear[at] = by_alphabet[ROUND[turn % len(ROUND)]][turn]
    return bytes(clear)
