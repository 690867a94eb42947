"""Labels of character sets as mail writes them, and the codec that reads what they really mean.

A Shift_JIS label means code page 932, a GB2312 label GBK, a KS C 5601 label code page 949, Latin-1
means Windows-1252: that is what wrote the bytes. Labels outside the list go through a pattern, so
that no codec that is not a character set (``zlib``, ``rot13``) can be reached from a header.

Source: WHATWG Encoding Standard, "Names and labels"; RFC 2045 section 2.8
"""

import codecs
import re
from functools import lru_cache
from typing import Final

REFUSED: Final = "refused"
"""Answer for UTF-7 and its kin."""
MAX_LABEL_CHARS: Final = 60
"""The longest registered label has 45 characters."""

KNOWN: Final = re.compile(
    r"(?:utf-?(?:8|16|32)(?:-?[lb]e)?|us-?ascii|ascii|iso-?8859-\d{1,2}|windows-?\d{3,4}|cp\d{3,4}"
    r"|koi8-[rut]|big5(?:-?hkscs)?|gb18030|hz|tis-620|macroman|mac-cyrillic|ptcp154)\Z"
)
"""Takes ``iso-8859-15`` and ``windows-1251``; refuses ``zlib`` and ``unicode_escape``."""

MEANING: Final = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "s-jis": "cp932",
    "ms_kanji": "cp932",
    "csshiftjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "cp932": "cp932",
    "windows-932": "cp932",
    "cp943": "cp932",
    "x-ms-cp932": "cp932",
    "shift_jisx0213": "shift_jisx0213",
    "shift_jis-2004": "shift_jis_2004",
    "euc-jp": "euc-jp",
    "eucjp": "euc-jp",
    "euc_jp": "euc-jp",
    "x-euc-jp": "euc-jp",
    "x-euc": "euc-jp",
    "ujis": "euc-jp",
    "eucjp-ms": "euc-jp",
    "cp51932": "euc-jp",
    "iso-2022-jp": "iso-2022-jp",
    "iso2022-jp": "iso-2022-jp",
    "iso2022jp": "iso-2022-jp",
    "csiso2022jp": "iso-2022-jp",
    "jis": "iso-2022-jp",
    "iso-2022-jp-1": "iso-2022-jp",
    "iso-2022-jp-3": "iso-2022-jp",
    "iso-2022-jp-ms": "iso-2022-jp",
    "cp50220": "iso-2022-jp",
    "cp50221": "iso-2022-jp",
    "cp50222": "iso-2022-jp",
    "iso-2022-jp-2": "iso2022_jp_2",
    "iso-2022-kr": "iso2022_kr",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "euc-cn": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "x-utf-8": "utf-8",
    "unicode": "utf-16",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "utf-7": REFUSED,
    "utf7": REFUSED,
    "unicode-1-1-utf-7": REFUSED,
    "x-imap4-modified-utf7": REFUSED,
}
"""Label (lower case) to codec; both spellings that the standards and the mailers use."""


@lru_cache(maxsize=512)
def codec_of(label: str | None) -> str | None:
    """Return the codec, REFUSED, or None for an absent, unknown or meaningless label.

    ``unknown-8bit``, ``x-unknown``, ``binary`` and the like say nothing and are None.
    """
    if not label or len(label) > MAX_LABEL_CHARS:
        return None
    name = label.strip(" \t\r\n\"'").lower()
    if name in MEANING:
        return MEANING[name]
    if not KNOWN.match(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
