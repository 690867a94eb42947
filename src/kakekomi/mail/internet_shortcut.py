r"""Read the two shortcuts that are text: .url, and .SettingContent-ms of Windows 10.

A .url opens an address; one that leads to a program on somebody's server (``file:``, ``\\host\``)
starts it after one question, if any. A .SettingContent-ms was meant for the control panel and runs
whatever its ``DeepLink`` names; attackers mailed it in the summer of 2018.

Layout of .url: sections in brackets; in ``[InternetShortcut]`` ``URL=``, ``IconFile=``,
``WorkingDirectory=``. Layout of .SettingContent-ms: XML, ``<DeepLink>command</DeepLink>``.

Source: the INI form is documented with ``IUniformResourceLocator``; the other by observation.
"""

import re
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import japanese, markup

MAX_BYTES: Final = 256 * 1024
"""Windows writes some hundred bytes."""
MAX_VALUE_CHARS: Final = 4_000
"""Of an address; browsers take half of it."""

_URL: Final = re.compile(r"^[ \t]*URL[ \t]*=[ \t]*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
"""Takes ``URL=https://a/``; refuses ``BASEURL=https://a/``."""
_DEEP_LINK: Final = re.compile(r"<DeepLink>([^<]*)<", re.IGNORECASE)
"""Takes ``<DeepLink>%windir%\\a.exe</DeepLink>``; refuses ``<DeepLinkX>``."""
_PROGRAM: Final = re.compile(r'\s*(?:"([^"]*)"|(\S+))(.*)', re.DOTALL)
"""Takes ``"a b.exe" /c x``; refuses nothing but blanks."""


class TextShortcut(msgspec.Struct, frozen=True, kw_only=True):
    """What it opens."""

    kind: str
    """``url`` or ``settings``."""
    target: str
    """Address, or program; verbatim."""
    arguments: str = ""


def parse(data: bytes) -> TextShortcut:
    """Read either of them.

    Raises:
        ParseError: it names nothing to open.

    """
    text = japanese.decode(data[:MAX_BYTES]).text
    command = _DEEP_LINK.search(text)
    if command is not None:
        words = _PROGRAM.match(markup.unescape(command[1]))
        if words is None:
            raise ParseError("empty command", where="SettingContent-ms")
        return TextShortcut(
            kind="settings", target=words[1] or words[2] or "", arguments=words[3].strip()
        )
    address = _URL.search(text)
    if address is None:
        raise ParseError("names no address", where="internet shortcut")
    return TextShortcut(kind="url", target=address[1].strip()[:MAX_VALUE_CHARS])
