"""Labels to codecs."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import charset


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ('"x-sjis"', "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("gb2312", "gb18030"),
        ("ISO-8859-1", "cp1252"),
        ("iso-8859-15", "iso8859-15"),
        ("UTF8", "utf-8"),
        ("utf-7", charset.REFUSED),
        ("unknown-8bit", None),
        ("zlib", None),
        ("unicode_escape", None),
        ("iso-8859-99", None),
        ("a" * 100, None),
        ("", None),
        (None, None),
    ],
)
def test_a_label_means_what_wrote_the_bytes(label: str | None, codec: str | None) -> None:
    assert charset.codec_of(label) == codec


def test_every_meaning_is_a_codec_of_python_or_our_own() -> None:
    own = {charset.REFUSED, "iso-2022-jp", "euc-jp"}

    for codec in set(charset.MEANING.values()) - own:
        assert codecs.lookup(codec)


@given(st.text(max_size=70))
def test_any_label_gives_an_answer(label: str) -> None:
    codec = charset.codec_of(label)

    assert codec is None or isinstance(codec, str)
