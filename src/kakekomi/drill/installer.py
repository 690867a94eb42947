"""Write the outside of a Windows installer package (.msi): files in it, no tables; inert.

Source: the packing of names as in ``mail/msi.py``
"""

from collections.abc import Mapping
from typing import Final

from kakekomi.drill.compound import make_compound

_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
_CLASS: Final = bytes.fromhex("84100c0000000000c000000000000046")


def make_installer(files: Mapping[str, bytes]) -> bytes:
    """Write a package of ``files``, whose names are letters, digits, ``.`` and ``_``."""
    streams = {_packed(name): content for name, content in files.items()}
    made = bytearray(make_compound({"\u4840" + _packed("Property"): b"", **streams}))
    root = made.find("Root Entry".encode("utf-16-le"))
    made[root + 80 : root + 96] = _CLASS
    return bytes(made)


def _packed(name: str) -> str:
    codes = [_LETTERS.index(letter) for letter in name]
    pairs = zip(codes[::2], codes[1::2], strict=False)
    packed = "".join(chr(0x3800 + low + (high << 6)) for low, high in pairs)
    return packed + (chr(0x4800 + codes[-1]) if len(codes) % 2 else "")
