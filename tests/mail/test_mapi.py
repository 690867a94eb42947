from datetime import UTC, datetime

import pytest

from kakekomi.mail import mapi
from kakekomi.mail.mapi import Properties, Tag, Type, Value


def make_properties(kind: int, data: bytes, code_page: int | None = None) -> Properties:
    return Properties({Tag.SUBJECT: Value(kind, data)}, code_page)


@pytest.mark.parametrize(
    ("kind", "data", "page", "text"),
    [
        (Type.STRING, "表示\0".encode("utf-16-le"), 932, "表示"),
        (Type.STRING, b"\x3d\xd8a", None, "\ufffd"),
        (Type.STRING_8, "表示\0".encode("cp932"), 932, "表示"),
        (Type.STRING_8, "請求書をご確認ください".encode("cp932"), None, "請求書をご確認ください"),
        (Type.STRING_8, "表示".encode(), 65001, "表示"),
        (Type.STRING_8, "éà".encode("cp1252"), 1252, "éà"),
        (Type.INTEGER_32, b"abcd", None, None),
    ],
)
def test_text_is_decoded_by_type_and_code_page(
    kind: int, data: bytes, page: int | None, text: str | None
) -> None:
    assert make_properties(kind, data, page).text(Tag.SUBJECT) == text


def test_an_absent_property_is_none() -> None:
    nothing = Properties({})

    assert nothing.text(Tag.BODY) is None
    assert nothing.binary(Tag.BODY) is None
    assert nothing.integer(Tag.BODY) is None
    assert nothing.time(Tag.BODY) is None


def test_numbers_and_bytes_are_given_by_their_type_only() -> None:
    assert make_properties(Type.INTEGER_32, b"\xa4\x03\0\0\xff").integer(Tag.SUBJECT) == 932
    assert make_properties(Type.BINARY, b"\0").binary(Tag.SUBJECT) == b"\0"
    assert make_properties(Type.BINARY, b"\0\0\0\0").integer(Tag.SUBJECT) is None
    assert make_properties(Type.STRING, b"\0\0\0\0").binary(Tag.SUBJECT) is None


@pytest.mark.parametrize(
    ("ticks", "at"),
    [
        (132_906_010_800_000_000, datetime(2022, 3, 1, 9, 38, tzinfo=UTC)),
        (0, None),
        (2**64 - 1, None),
    ],
)
def test_times_are_in_utc_and_within_the_calendar(ticks: int, at: datetime | None) -> None:
    assert make_properties(Type.TIME, ticks.to_bytes(8, "little")).time(Tag.SUBJECT) == at


@pytest.mark.parametrize(
    ("page", "label"),
    [(932, "cp932"), (65001, "utf-8"), (50220, "iso-2022-jp"), (20127, None), (0, None)],
)
def test_code_pages_are_named_as_in_mail(page: int, label: str | None) -> None:
    assert mapi.charset(page) == label
