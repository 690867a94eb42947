"""Turn the bytes of mail text and headers into text, as Japanese mail really is.

What the mail declares is a hint: Japanese mail is mislabelled, unlabelled, half escaped and cut.
The order is: escapes of ISO-2022-JP, which nothing else contains; the declared character set if it
decodes; otherwise the candidate that decodes with the fewest faults. Texts come out verbatim: no
normal form, the wave dash and its kin as Windows maps them, control characters untouched.

UTF-7 is refused: no mail needs it, and it hides markup.

Source: RFC 2047; observed mail of Outlook, Becky!, Windows Mail, mobile carriers
"""

import binascii
import re
from collections.abc import Iterator
from typing import Final

import msgspec
import pybase64

from kakekomi.mail import iso2022jp
from kakekomi.mail.charset import REFUSED, codec_of

SAMPLE_BYTES: Final = 65_536
"""Enough text to tell character sets apart; more costs time and tells nothing new."""
MAX_HEADER_BYTES: Final = 65_536
"""No mail program shows more of one header."""

MULTI_BYTE: Final = ("utf-8", "cp932", "euc-jp")
"""What unlabelled Japanese mail is tried as, in this order."""
WIDE: Final = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
"""Sets in which ASCII text has zero bytes; without one the label is wrong."""
JAPANESE_RUN: Final = re.compile(
    rb"[\x82\x83\xa4\xa5](?:"
    rb"(?:(?<=\x82)[\x9f-\xf1]|(?<=\x83)[\x40-\x96])(?:\x82[\x9f-\xf1]|\x83[\x40-\x96]){2}"
    rb"|(?:(?<=\xa4)[\xa1-\xf3]|(?<=\xa5)[\xa1-\xf6])(?:\xa4[\xa1-\xf3]|\xa5[\xa1-\xf6]){2})"
)
"""Three kana in Shift_JIS or EUC-JP: takes ``82 B1 82 EA 82 CD``; refuses Latin-1 ``E9 E8``.

This and the next ones begin with a set of bytes, which the engine looks for ten times as fast as
for a choice or a look-behind."""
UTF7_ESCAPE: Final = re.compile(rb"\+[A-Za-z0-9+/]{2}")
"""Characters hidden in UTF-7: takes ``b"+ADw-"``; refuses ``b"1 + 1"``."""
WESTERN: Final = re.compile(
    rb"[\x85\x91-\x97\x99\xe0-\xfc](?<![\x80-\xff][\x80-\xff])[A-Za-z](?![\x80-\xff])"
)
"""A curly quote or accented letter alone between ASCII, which Shift_JIS would read as a kanji:
takes ``don 92 t``; refuses Shift_JIS ``93 FA 96 7B``."""
EUC_RUN: Final = re.compile(rb"\xa4[\xa1-\xf3]\xa4[\xa1-\xf3]")
"""Two hiragana in EUC-JP: takes ``A4 B3 A4 EC``; refuses Shift_JIS ``82 B1 82 EA``."""
UTF8_RUN: Final = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}[\xc3-\xf4][\x80-\xbf]")
"""Two UTF-8 characters in a row: takes ``E3 81 82 E3 81 84``; refuses Latin-1 ``E9 20``."""
IMPLAUSIBLE: Final = re.compile(
    "[\x80-\x9f\ue000-\uf8ff\uff61-\uff9f]"
    "(?:(?<![\uff61-\uff9f])|(?<![^\x00-\x7f][\uff61-\uff9f])(?![^\x00-\x7f]))"
)
"""Rare in real text: takes U+0085 and a half-width ``ｱ`` alone between ASCII; refuses ``ア``."""
ASCII_RUN: Final = re.compile(rb"[\x00-\x7f]{9,}")
"""Text in which no set differs from another: takes nine letters; refuses eight."""
ASCII_KEPT: Final = 4
"""Bytes kept at both ends of such a run; no character is longer."""
ASCII: Final = bytes(range(0x80))
HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]")
"""Less common than full width: takes ``ｱ``; refuses ``ア``."""

ENCODED_WORD: Final = re.compile(
    r"=\?([^?\s=]{1,60})\?(?:"
    r"([bB])\?((?:(?!=\?)[A-Za-z0-9+/=\s\-_.,!])*+(?:=(?=\?=|\?\Z))?)(?:\?=|\?\Z|\Z|(?==\?))"
    r"|([qQ])\?((?:(?!\?=|\s=\?[^?\s]{1,60}\?[bqBQ]\?).)*+)(?:\?=|\Z|(?=\s)))",
    re.DOTALL,
)
"""Takes ``=?utf-8?B?44GC?=``, also without its last two signs; refuses ``=?x?C?y?=``."""
FOLD: Final = re.compile(rb"[\r\n]+[ \t]?")
"""A folded header's line break: takes ``b"\\r\\n "``; refuses a lone blank."""
FORGIVEN: Final = str.maketrans("-_", "+/", ",!.")
"""Web base64 is read too; punctuation that line noise left is dropped."""
Q_ESCAPE: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
"""Takes ``b"=E3"``; refuses ``b"=?"``."""


class DecodedText(msgspec.Struct, frozen=True, gc=False):
    """Text and how it was read."""

    text: str
    charset: str
    """The character set that was used, not the declared one."""
    lossy: bool = False
    """True if some bytes became U+FFFD, or stand for others in a set that is refused."""


class _Word(msgspec.Struct, frozen=True, gc=False):
    charset: str
    data: bytes
    raw: str


def decode(data: bytes, declared: str | None = None) -> DecodedText:
    """Decode a body or a name; never fails."""
    codec = codec_of(declared)
    if codec == REFUSED:
        lossy = not data.isascii() or UTF7_ESCAPE.search(data) is not None
        return DecodedText(data.decode("ascii", "replace"), "us-ascii", lossy)
    if iso2022jp.is_escaped(data):
        return _text(iso2022jp.decode(data), "iso-2022-jp")
    if data.isascii() and codec != "hz" and not (b"\0" in data and codec in WIDE):
        return _ascii(data, codec)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _text(data.decode("utf-16", "replace"), "utf-16")
    if codec and not _mislabelled(data, codec):
        text = _strict(data, codec)
        if text is not None and not (codec == "cp932" and _is_euc(data)):
            return DecodedText(text, codec)
    return _best(data, codec)


def decode_header(raw: bytes) -> str:
    """Decode a header value: folds, encoded words, raw 8-bit and raw ISO-2022-JP."""
    text = unfold(raw[:MAX_HEADER_BYTES])
    return decode_words(text) if "=?" in text else text


def unfold(raw: bytes) -> str:
    """Decode a header value, encoded words left as they stand."""
    if b"\n" in raw or b"\r" in raw:
        raw = _unfolded(raw)
    return raw.decode("ascii") if _is_plain(raw) else decode(raw).text


def _is_plain(raw: bytes) -> bool:
    """Whether it is ASCII in which nothing else can hide."""
    return raw.isascii() and b"\x1b" not in raw and b"$" not in raw


def _unfolded(raw: bytes) -> bytes:
    """A blank for each ``FOLD``; without odd line ends plain replacing is several times as fast."""
    lines = raw.replace(b"\r\n", b"\n")
    if b"\r" in lines or b"\n\n" in lines:
        return FOLD.sub(b" ", raw)
    return lines.replace(b"\n ", b" ").replace(b"\n\t", b" ").replace(b"\n", b" ")


def decode_words(text: str) -> str:
    """Decode the encoded words in already decoded text; what is none of them stays."""
    out: list[str] = []
    run: list[_Word] = []
    at = 0
    for match in ENCODED_WORD.finditer(text):
        gap = text[at : match.start()]
        if not run or gap.strip():
            out += (*_join(run), gap)
            run = []
        at = match.end()
        run.append(_word(match))
    return "".join((*out, *_join(run), text[at:]))


def _word(match: re.Match[str]) -> _Word:
    charset = match[1].partition("*")[0].lower()  # RFC 2231 puts a language behind the star
    if match[2]:
        return _Word(charset, b"", match[3])
    letters = match[5].replace("_", " ").encode("utf-8")
    data = Q_ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), letters)
    return _Word(charset, data, "")


def _join(run: list[_Word]) -> Iterator[str]:
    """Decode neighbours of one character set together: a character may be split between them."""
    start = 0
    while start < len(run):
        charset = run[start].charset
        end = start
        while end < len(run) and run[end].charset == charset:
            end += 1
        yield decode(_bytes(run[start:end]), charset).text
        start = end


def _bytes(words: list[_Word]) -> bytes:
    """Undo base64 word by word, or over the border if a word stops inside a group of four."""
    out: list[bytes] = []
    pending: list[str] = []
    for word in words:
        if not word.raw:
            out.append(word.data)
            continue
        pending.append("".join(word.raw.split()))
        length = sum(map(len, pending))
        if length % 4 == 0 or pending[-1].endswith("="):
            out.append(_unbase64("".join(pending)) if length % 4 == 0 else _each(pending))
            pending = []
    return b"".join((*out, _each(pending)))


def _each(letters: list[str]) -> bytes:
    return b"".join(map(_unbase64, letters))


def _unbase64(letters: str) -> bytes:
    whole = (
        letters.rstrip("=").replace("-", "+").replace("_", "/").translate({44: "", 33: "", 46: ""})
    )
    if len(whole) % 4 == 1:
        whole = whole[:-1]
    try:
        return pybase64.b64decode(whole + "=" * (-len(whole) % 4))
    except binascii.Error:
        return letters.encode("ascii", "replace")


def _ascii(data: bytes, codec: str | None) -> DecodedText:
    if b"$" in data and codec in {None, "iso-2022-jp"}:
        restored = iso2022jp.restore_escapes(data, declared=codec is not None)
        if restored is not None:
            return _text(iso2022jp.decode(restored), "iso-2022-jp")
    if codec in {"iso2022_kr", "iso2022_jp_2"} and b"\x1b" in data:
        return _text(data.decode(codec, "replace"), codec)
    return DecodedText(data.decode("ascii"), "us-ascii")


def _mislabelled(data: bytes, codec: str) -> bool:
    """Tell whether a one-byte label, under which anything decodes, hides Japanese or UTF-8."""
    if codec in MULTI_BYTE or not codec.startswith(("iso8859", "cp125", "latin", "ascii")):
        return False
    sample = _telling(data)
    return JAPANESE_RUN.search(sample) is not None or UTF8_RUN.search(sample) is not None


def _telling(data: bytes) -> bytes:
    """The sample without the inside of long ASCII runs, which say nothing of the set."""
    return ASCII_RUN.sub(_ends, data[:SAMPLE_BYTES])


def _ends(run: re.Match[bytes]) -> bytes:
    return run[0][:ASCII_KEPT] + run[0][-ASCII_KEPT:]


def _is_euc(data: bytes) -> bool:
    """Tell EUC-JP from Shift_JIS, under which it reads as half-width katakana."""
    sample = data[:SAMPLE_BYTES]
    if EUC_RUN.search(sample) is None or _strict(sample, "euc-jp") is None:
        return False
    return _faults(sample, "euc-jp") < _faults(sample, "cp932")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return iso2022jp.decode_euc(data) if codec == "euc-jp" else data.decode(codec)
    except UnicodeError:
        return None


def _lenient(data: bytes, codec: str) -> str:
    if codec == "euc-jp":
        return iso2022jp.decode_euc(data, "replace")
    return data.decode(codec, "replace")


def _best(data: bytes, codec: str | None) -> DecodedText:
    """Choose the candidate with the fewest faults; the declared one and UTF-8 win ties."""
    text = _strict(data, "utf-8")
    if text is not None and codec is None:
        return DecodedText(text, "utf-8")
    sample = data[:SAMPLE_BYTES]
    declared = (codec,) if codec and codec not in {"ascii", "iso-2022-jp"} else ()
    candidates = dict.fromkeys((*declared, *MULTI_BYTE, "cp1252", "latin-1"))
    telling = _telling(data)
    best = min(candidates, key=lambda name: _faults(sample if name in declared else telling, name))
    return _text(_lenient(data, best), best)


def _faults(sample: bytes, codec: str) -> float:
    text = _lenient(sample, codec)
    high = len(sample.translate(None, ASCII))
    if codec in {"cp1252", "latin-1"}:
        return high / 2 + 1 + text.count("\ufffd") * 8
    western = len(WESTERN.findall(sample)) * 3 if codec == "cp932" else 0
    rare = len(IMPLAUSIBLE.findall(text)) * 2 + len(HALF_WIDTH.findall(text)) / 2
    return text.count("\ufffd") * 8 + rare + western


def _text(text: str, charset: str) -> DecodedText:
    return DecodedText(text, charset, lossy="\ufffd" in text)
