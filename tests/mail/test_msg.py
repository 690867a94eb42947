from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.drill.outlook import SENT_AT, OutlookFile, OutlookMail, make_msg
from kakekomi.facts.errors import ParseError
from kakekomi.mail import mapi, mapi_mail, msg
from kakekomi.mail.mapi import MapiMessage, Tag

SAMPLE = OutlookMail(
    text="本文",
    subject="請求書",
    sender=("山田", "yamada@partner.example"),
    files=[
        OutlookFile(name="表.zip", content=b"PK" * 5000),
        OutlookFile(name="in", message=OutlookMail(text="内", code_page=932)),
    ],
)


def nested(depth: int) -> OutlookMail:
    mail = OutlookMail()
    for _ in range(depth):
        mail = OutlookMail(files=[OutlookFile(name="in", message=mail)])
    return mail


def depth_of(message: MapiMessage) -> int:
    inside = [one.message for one in message.attachments if one.message is not None]
    return 1 + depth_of(inside[0]) if inside else 0


def test_texts_numbers_and_times_are_read() -> None:
    read = msg.parse(make_msg(SAMPLE))

    assert read.properties.text(Tag.SUBJECT) == "請求書"
    assert read.properties.text(Tag.BODY) == "本文"
    assert read.properties.time(Tag.CLIENT_SUBMIT_TIME) == SENT_AT
    assert [one.text(Tag.SMTP_ADDRESS) for one in read.recipients] == ["hanako@company.example"]
    assert [one.integer(Tag.RECIPIENT_TYPE) for one in read.recipients] == [1]


def test_files_and_messages_inside_are_read() -> None:
    first, second = msg.parse(make_msg(SAMPLE)).attachments

    assert first.properties.text(Tag.ATTACH_LONG_FILENAME) == "表.zip"
    assert (first.content, first.message, first.is_whole) == (b"PK" * 5000, None, True)
    assert second.message is not None
    assert second.message.properties.text(Tag.BODY) == "内"


@pytest.mark.parametrize("page", [932, 65001])
def test_texts_in_a_code_page_are_read(page: int) -> None:
    mail = OutlookMail(
        text="表示", subject="ソ能", files=[OutlookFile(name="十.doc")], code_page=page
    )
    read = msg.parse(make_msg(mail))

    assert read.properties.text(Tag.SUBJECT) == "ソ能"
    assert read.attachments[0].properties.text(Tag.ATTACH_LONG_FILENAME) == "十.doc"


def test_an_object_in_place_of_a_file_is_taken_out_of_its_package() -> None:
    native = b"\0\0\0\0\2\0a.exe\0C:\\a.exe\0" + bytes(4) + b"\1\0\0\0\0" + b"\2\0\0\0MZ"
    at = "__attach_version1.0_#00000000/__substg1.0_3701000D/"
    root = {"__properties_version1.0": bytes(32)}

    packaged = msg.parse(make_compound({**root, f"{at}\x01Ole10Native": native}))
    other = msg.parse(make_compound({**root, f"{at}CONTENTS": b"%PDF", f"{at}\x01Ole": b"x"}))

    assert [one.content for one in packaged.attachments] == [b"MZ"]
    assert [one.content for one in other.attachments] == [b"%PDF"]


def test_a_file_cut_short_is_not_whole() -> None:
    mail = OutlookMail(files=[OutlookFile(name="a", content=b"x" * 50_000)])
    (file,) = msg.parse(make_msg(mail)[:-20_000]).attachments

    assert (file.is_whole, file.content) == (False, b"x" * len(file.content))


def test_messages_inside_messages_end_at_the_cap() -> None:
    assert depth_of(msg.parse(make_msg(nested(3)))) == 3
    assert depth_of(msg.parse(make_msg(nested(mapi.MAX_DEPTH + 3)))) < mapi.MAX_DEPTH + 1


def test_bytes_read_twice_count_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapi, "MAX_MESSAGE_BYTES", 12_000)
    files = [OutlookFile(name=name, content=b"x" * 5_000) for name in "abc"]

    assert [one.is_whole for one in msg.parse(make_msg(OutlookMail(files=files))).attachments] == [
        True,
        True,
        False,
    ]


def test_a_message_whose_list_is_lost_keeps_its_texts_and_files() -> None:
    data = make_msg(SAMPLE).replace("__prop".encode("utf-16-le"), "__PROX".encode("utf-16-le"))
    read = msg.parse(data)

    assert read.properties.text(Tag.SUBJECT) == "請求書"
    assert read.attachments[0].content == b"PK" * 5000


def test_a_document_is_no_message() -> None:
    with pytest.raises(ParseError, match="no message of Outlook"):
        msg.parse(make_compound({"WordDocument": b"x"}))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 14_000), st.integers(0, 255)), max_size=8))
def test_any_damage_leaves_a_message_or_is_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(make_msg(SAMPLE))
    for at, value in changes:
        data[at % len(data)] = value
    with suppress(ParseError):
        mapi_mail.to_bytes(msg.parse(bytes(data)))


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ParseError):
        msg.parse(data)
    read = msg.parse(make_compound({"__properties_version1.0": data, "__substg1.0_1000001F": data}))
    mapi_mail.to_bytes(read)
