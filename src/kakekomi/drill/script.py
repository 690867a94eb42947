"""Encode a harmless script as Microsoft's Script Encoder does (.vbe, .jse).

Source: the layout and alphabets of ``mail/encoded_script.py``
"""

import base64

from kakekomi.mail import encoded_script


def make_encoded_script(script: str) -> bytes:
    """Encode ``script``, of ASCII characters."""
    plain = script.encode("ascii")
    out = bytearray()
    escapes = {after: before for before, after in encoded_script.ESCAPES}
    for turn, byte in enumerate(plain):
        escape = escapes.get(bytes((byte,)))
        alphabet = encoded_script.ALPHABETS[encoded_script.ROUND[turn % 64]]
        out += escape or bytes((_code(byte, alphabet),))
    return (
        encoded_script.START
        + base64.b64encode(len(plain).to_bytes(4, "little"))
        + bytes(out)
        + base64.b64encode((sum(plain) & 0xFFFFFFFF).to_bytes(4, "little"))
        + encoded_script.END[2:]
    )


def _code(byte: int, alphabet: bytes) -> int:
    """Give the code of a character; control characters but the tabulator stand for themselves."""
    usable = (
        code
        for code, plain in zip(encoded_script.ENCODED, alphabet, strict=True)
        if plain == byte and code not in b"<>@"
    )
    return next(usable, byte)
