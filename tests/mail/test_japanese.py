"""Japanese text as mail programs really write it."""

import base64
from email.header import decode_header as stdlib_decode_header
from email.header import make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import japanese
from kakekomi.mail.japanese import DecodedText

TEXT = "お世話になっております。見積書を添付します。"


def make_word(data: bytes, charset: str = "utf-8", encoding: str = "B") -> bytes:
    letters = base64.b64encode(data)
    return b"=?" + charset.encode() + b"?" + encoding.encode() + b"?" + letters + b"?="


@pytest.mark.parametrize(
    ("codec", "label", "used"),
    [
        ("iso2022_jp", "iso-2022-jp", "iso-2022-jp"),
        ("iso2022_jp", "cp50221", "iso-2022-jp"),
        ("iso2022_jp", "us-ascii", "iso-2022-jp"),
        ("iso2022_jp", "utf-8", "iso-2022-jp"),
        ("iso2022_jp", None, "iso-2022-jp"),
        ("cp932", "shift_jis", "cp932"),
        ("cp932", "x-sjis", "cp932"),
        ("cp932", "windows-31j", "cp932"),
        ("cp932", "iso-8859-1", "cp932"),
        ("cp932", "utf-8", "cp932"),
        ("cp932", "iso-2022-jp", "cp932"),
        ("cp932", None, "cp932"),
        ("euc_jp", "x-euc-jp", "euc-jp"),
        ("euc_jp", "shift_jis", "euc-jp"),
        ("euc_jp", None, "euc-jp"),
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "iso-8859-1", "utf-8"),
        ("utf-8", "shift_jis", "utf-8"),
        ("utf-8", "unknown-8bit", "utf-8"),
        ("utf-8", "no-such-charset", "utf-8"),
        ("utf-16", "utf-16", "utf-16"),
        ("utf-16", None, "utf-16"),
    ],
)
def test_japanese_is_read_whatever_the_label_says(codec: str, label: str | None, used: str) -> None:
    assert japanese.decode(TEXT.encode(codec), label) == DecodedText(TEXT, used)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x1b$B-!\x1b(B", "①"),  # NEC row 13
        (b"\x1b$B-j\x1b(B", "㈱"),
        (b"\x1b$B|b\x1b(B", "髙"),  # IBM extension as NEC selected it
        (b"\x1b$B!A!]!B\x1b(B", "～－∥"),  # as Windows maps them
        (b"\x1b(IC=D\x1b(B", "ﾃｽﾄ"),  # half-width katakana by escape
        (b"\x1b$BF|\x1b(B\x0eC=D\x0f!", "日ﾃｽﾄ!"),  # and by shift-out
        (b"\x1b(JYen \\\x1b(B", "Yen \\"),  # JIS Roman is read as ASCII, like Windows
        (b"\x1b$@F|K\\\x1b(J", "日本"),  # the 1978 set
        (b"\x1b$BF|K\\", "日本"),  # cut before the closing escape
        (b"\x1b$BF|K\\\nabc", "日本\nabc"),  # the set ends with the line
        (b"\x1b$BF\x1b(B", "\ufffd"),  # half a character
    ],
)
def test_iso_2022_jp_is_read_with_windows_extensions(data: bytes, text: str) -> None:
    assert japanese.decode(data, "iso-2022-jp") == DecodedText(
        text, "iso-2022-jp", lossy="\ufffd" in text
    )


def test_euc_jp_has_the_windows_extensions_too() -> None:
    assert japanese.decode(b"\xad\xa1\xa4\xb3\xa1\xc1", "euc-jp") == DecodedText("①こ～", "euc-jp")


def test_lost_escapes_are_put_back() -> None:
    data = "日本".encode("iso2022_jp").replace(b"\x1b", b"")

    assert japanese.decode(data, "iso-2022-jp").text == "日本"
    assert japanese.decode(b"$B$3$l(B", None).text == "これ"


@pytest.mark.parametrize("data", [b"It costs $B20(B) or $B30", b"price: $BF|K\\(B", b"$B and (B"])
def test_undeclared_dollars_stay_dollars(data: bytes) -> None:
    assert japanese.decode(data, None) == DecodedText(data.decode(), "us-ascii")


def test_utf_7_is_refused() -> None:
    assert japanese.decode(b"+ADw-script+AD4-", "utf-7") == DecodedText(
        "+ADw-script+AD4-", "us-ascii", lossy=True
    )


def test_plain_text_labelled_utf_7_is_whole() -> None:
    assert japanese.decode(b"1 + 1 = 2", "utf-7") == DecodedText("1 + 1 = 2", "us-ascii")


@pytest.mark.parametrize("text", ["don’t", "It’s “quoted” – we’ll see", "Crème", "naïve façade"])
def test_western_signs_without_label_are_not_taken_for_kanji(text: str) -> None:
    assert japanese.decode(text.encode("cp1252"), None) == DecodedText(text, "cp1252")


@pytest.mark.parametrize(
    "name", ["見積書.doc", "表.xls", "請求書 No.1", "日本", "資料A案", "ﾃｽﾄ資料"]
)
@pytest.mark.parametrize("codec", ["cp932", "utf-8"])
def test_short_japanese_names_without_label_are_read(name: str, codec: str) -> None:
    assert japanese.decode(name.encode(codec), None).text == name


def test_european_text_is_not_taken_for_japanese() -> None:
    text = "Crème brûlée à Zürich, déjà vu"

    assert japanese.decode(text.encode("latin-1"), "iso-8859-1") == DecodedText(text, "cp1252")
    assert japanese.decode(text.encode("latin-1"), None).text == text


@pytest.mark.parametrize("label", ["zlib", "rot13", "unicode_escape", "idna", "base64"])
def test_a_codec_that_is_no_character_set_is_not_reached(label: str) -> None:
    assert japanese.decode(b"\\x41abc", label) == DecodedText("\\x41abc", "us-ascii")


def test_a_text_cut_inside_a_character_keeps_the_rest() -> None:
    cut = TEXT.encode("utf-8")[:-1]

    assert japanese.decode(cut, "utf-8") == DecodedText(TEXT[:-1] + "\ufffd", "utf-8", lossy=True)


def test_control_and_direction_characters_stay() -> None:
    text = "invoice\u202excod.exe\x07"

    assert japanese.decode(text.encode(), "utf-8").text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (make_word("見積".encode()), "見積"),
        (b'"' + make_word("見積".encode()) + b'"', '"見積"'),
        (make_word("見".encode()) + b"\r\n " + make_word("積".encode()), "見積"),
        (b"Re: " + make_word("見積".encode()) + b" No.1", "Re: 見積 No.1"),
        (make_word("見積".encode()[:4]) + b" " + make_word("見積".encode()[4:]), "見積"),
        (
            make_word(b"\x1b$B8+", "ISO-2022-JP") + b" " + make_word(b"@Q\x1b(B", "iso-2022-jp"),
            "見積",
        ),
        (make_word("見積".encode())[:-2], "見積"),
        (make_word("見積".encode())[:-1], "見積"),
        (b"=?utf-8?B?6KaL 56mN?=", "見積"),
        (b"=?utf-8?B?6KaL5?= =?utf-8?B?6mN?=", "見積"),  # cut inside a group of four letters
        (b"=?UTF-8*ja?Q?=E8=A6=8B=E7=A9=8D?=", "見積"),
        (b"=?utf-8?Q?=E8=A6=8B_=E7=A9=8D ok?=", "見 積 ok"),
        (b"=?x-unknown?B?" + base64.b64encode("見積".encode("cp932")) + b"?=", "見積"),
        (b"=?iso-8859-1?B?" + base64.b64encode(TEXT.encode("cp932")) + b"?=", TEXT),
        ("見積書です".encode("cp932"), "見積書です"),
        ("見積書".encode(), "見積書"),
        ("見積書".encode("iso2022_jp"), "見積書"),
        ("見積".encode("iso2022_jp") + b"\r\n " + "依頼".encode("iso2022_jp"), "見積 依頼"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"a =? b", "a =? b"),
        (b"", ""),
    ],
)
def test_headers_are_read_as_they_are_really_sent(raw: bytes, text: str) -> None:
    assert japanese.decode_header(raw) == text


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp"])
@pytest.mark.parametrize("text", ["見積書の件", "Re: 【重要】ご請求書 No.12 について(再送)"])
def test_sound_headers_are_read_as_the_standard_library_does(charset: str, text: str) -> None:
    raw = make_word(text.encode(charset), charset)

    assert (
        japanese.decode_header(raw) == str(make_header(stdlib_decode_header(raw.decode()))) == text
    )


@given(st.binary(max_size=600), st.sampled_from([None, "utf-8", "iso-2022-jp", "x-sjis", "euc-jp"]))
def test_any_bytes_give_text(data: bytes, label: str | None) -> None:
    decoded = japanese.decode(data, label)

    assert isinstance(decoded.text, str)
    assert isinstance(japanese.decode_header(data), str)


@given(
    st.text(
        alphabet=st.characters(codec="cp932", exclude_characters="\x1b\x0e\x0f¢£¬‖−〜"), max_size=80
    )
)
def test_declared_shift_jis_is_read_as_windows_reads_it(text: str) -> None:
    assert japanese.decode(text.encode("cp932"), "shift_jis").text == text
