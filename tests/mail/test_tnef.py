import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kakekomi.drill.outlook import OutlookFile, OutlookMail, make_tnef
from kakekomi.facts.errors import ParseError
from kakekomi.mail import mapi, mapi_mail, tnef
from kakekomi.mail.mapi import Tag

SAMPLE = OutlookMail(
    text="本文",
    subject="件名",
    files=[
        OutlookFile(name="請求書.zip", content=b"PK" * 300),
        OutlookFile(name="in", message=OutlookMail(text="内")),
    ],
)


def names(data: bytes) -> list[str | None]:
    return [
        one.properties.text(Tag.ATTACH_LONG_FILENAME) or one.properties.text(Tag.ATTACH_FILENAME)
        for one in tnef.parse(data).attachments
    ]


def attribute(name: int, data: bytes) -> bytes:
    return b"\1" + name.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data + b"\0\0"


def nested(depth: int) -> OutlookMail:
    mail = OutlookMail()
    for _ in range(depth):
        mail = OutlookMail(files=[OutlookFile(name="in", message=mail)])
    return mail


@pytest.mark.parametrize("page", [None, 932])
def test_text_recipients_files_and_messages_inside_are_read(page: int | None) -> None:
    mail = OutlookMail(text="本文", subject="件名", files=SAMPLE.files, code_page=page)
    read = tnef.parse(make_tnef(mail))
    first, second = read.attachments

    assert (read.properties.text(Tag.SUBJECT), read.properties.text(Tag.BODY)) == ("件名", "本文")
    assert [one.text(Tag.SMTP_ADDRESS) for one in read.recipients] == ["hanako@company.example"]
    assert names(make_tnef(mail)) == ["請求書.zip", "in"]
    assert (first.content, first.is_whole) == (b"PK" * 300, True)
    assert second.message is not None
    assert second.message.properties.text(Tag.BODY) == "内"


def test_old_attributes_serve_where_there_are_no_properties() -> None:
    data = tnef.SIGNATURE + b"\1\0" + attribute(tnef.ATT_CODE_PAGE, b"\xa4\3\0\0\0\0\0\0")
    data += attribute(tnef.ATT_SUBJECT, "表題\0".encode("cp932"))
    data += attribute(tnef.ATT_RENDER_DATA, bytes(14))
    data += attribute(tnef.ATT_TITLE, "表.doc\0".encode("cp932"))
    data += attribute(tnef.ATT_DATA, b"x")
    read = tnef.parse(data)

    assert read.properties.text(Tag.SUBJECT) == "表題"
    assert names(data) == ["表.doc"]
    assert [one.content for one in read.attachments] == [b"x"]


def test_named_properties_and_those_with_many_values_are_stepped_over() -> None:
    by_id = b"\3\0\1\x80" + bytes(16) + bytes(4) + b"\1\0\0\0" + b"\7\0\0\0"
    by_name = b"\3\0\2\x80" + bytes(16) + b"\1\0\0\0" + b"\6\0\0\0a\0b\0\0\0\0\0" + bytes(4)
    many = b"\x1f\x10\3\x30" + b"\2\0\0\0" + b"\2\0\0\0a\0\0\0" * 2
    wide = b"\x48\0\5\x30" + bytes(16) + b"\x14\0\6\x30" + bytes(8)
    subject = b"\x1e\0\x37\0" + b"\1\0\0\0" + b"\2\0\0\0x\0\0\0"
    properties = b"\6\0\0\0" + by_id + by_name + many + wide + subject
    read = tnef.parse(tnef.SIGNATURE + b"\1\0" + attribute(tnef.ATT_PROPERTIES, properties))

    assert (read.properties.text(Tag.SUBJECT), read.attachments) == ("x", ())


def test_what_is_cut_off_is_told_and_the_rest_is_kept() -> None:
    data = make_tnef(SAMPLE)
    read = tnef.parse(data[: data.rfind(b"PK") - 10])

    assert read.properties.text(Tag.SUBJECT) == "件名"
    assert [one.is_whole for one in read.attachments] == [True, False]


def test_messages_inside_messages_end_at_the_cap() -> None:
    message = tnef.parse(make_tnef(nested(mapi.MAX_DEPTH + 2)))
    for _ in range(mapi.MAX_DEPTH):
        inside = message.attachments[0].message
        assert inside is not None
        message = inside

    assert [(one.message, one.is_whole) for one in message.attachments] == [(None, False)]


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ParseError, match="no TNEF"):
        tnef.parse(b"PK\3\4")


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 255)), max_size=6))
def test_any_damage_leaves_a_message(changes: list[tuple[int, int]]) -> None:
    data = bytearray(make_tnef(SAMPLE))
    for at, value in changes:
        data[max(at % len(data), 4)] = value
    mapi_mail.to_bytes(tnef.parse(bytes(data)))


@given(st.binary(max_size=300))
@example(b"\1\0\1\3\x90\6\0\xff\xff\xff\xff")
def test_any_bytes_behind_the_signature_give_a_message(data: bytes) -> None:
    mapi_mail.to_bytes(tnef.parse(tnef.SIGNATURE + data))
    mapi_mail.to_bytes(tnef.parse(tnef.SIGNATURE + b"\1\0" + attribute(tnef.ATT_PROPERTIES, data)))
