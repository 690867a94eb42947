"""Receipt numbers: nobody finds one by guessing, and a slip in typing shows.

Layout, as shown: ``1234-5678-9012-44``::

    12 digits   drawn by chance
    2  digits   check digits of the twelve

Digits only, because they are read out by telephone and typed with a Japanese keyboard. The check
digits find every wrong digit and every two that changed places.

Source: ISO/IEC 7064, MOD 97-10
"""

import re
import secrets
import unicodedata
from typing import Final

RANDOM_DIGITS: Final = 12
"""A million million: with the throttle on asking, finding one of a million takes years."""
CHECK_DIGITS: Final = 2
GROUP: Final = 4

LAID_OUT: Final = re.compile(r"[\s\-‐‑–—―−ー_.]+")
"""What people write between digits: takes ``-`` and a blank; refuses digits."""

MAX_TYPED_CHARS: Final = 60
"""Longer is no number, however it is laid out."""


def new_number() -> str:
    """A fresh one, without anything between the digits."""
    drawn = "".join(secrets.choice("0123456789") for _ in range(RANDOM_DIGITS))
    return drawn + check_digits(drawn)


def check_digits(drawn: str) -> str:
    """The two digits that go with these."""
    return f"{98 - int(drawn) * 100 % 97:02d}"


def shown(number: str) -> str:
    """As it is written on paper."""
    return "-".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))


def typed(text: str) -> str | None:
    """The number that somebody typed; None if it is none, or has a slip in it."""
    plain = LAID_OUT.sub("", unicodedata.normalize("NFKC", text[:MAX_TYPED_CHARS]))
    is_number = plain.isascii() and plain.isdecimal()
    if not is_number or len(plain) != RANDOM_DIGITS + CHECK_DIGITS:
        return None
    return plain if check_digits(plain[:RANDOM_DIGITS]) == plain[RANDOM_DIGITS:] else None
