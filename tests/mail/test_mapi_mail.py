import pytest

from kakekomi.drill.mail import make_mail
from kakekomi.drill.outlook import (
    OutlookFile,
    OutlookMail,
    PropertyValue,
    compress_rtf,
    make_msg,
    make_rtf_of_html,
)
from kakekomi.mail import body, mapi_mail, mime, msg
from kakekomi.mail.body import MailBody
from kakekomi.mail.entity import Entity
from kakekomi.mail.mapi import MapiAttachment, MapiMessage, Properties, Tag, Type, Value

ODD_NAME = '..\\請求"表;\u202efdp.exe\0 '


def entity(mail: OutlookMail) -> Entity:
    return mime.parse(mapi_mail.to_bytes(msg.parse(make_msg(mail))))


def shown(mail: OutlookMail) -> MailBody:
    return body.read(entity(mail))


def files(mail: OutlookMail) -> list[tuple[str | None, str, bytes]]:
    return [
        (file.entity.filename, file.entity.content_type, file.entity.body())
        for file in shown(mail).files
    ]


def test_a_plain_text_is_the_whole_body() -> None:
    mail = entity(OutlookMail(text="こんにちは\r\n"))

    assert (mail.content_type, mail.charset, mail.defects) == ("text/plain", "utf-8", ())
    assert mail.body().decode() == "こんにちは\r\n"


@pytest.mark.parametrize(
    "properties",
    [
        {Tag.HTML: "<p>表示</p>".encode("cp932"), Tag.INTERNET_CODE_PAGE: 932},
        {Tag.HTML: "<p>表示</p>"},
        {Tag.RTF_COMPRESSED: compress_rtf(make_rtf_of_html("<p>表示</p>"))},
    ],
)
def test_html_is_shown_whatever_form_it_is_kept_in(properties: dict[int, PropertyValue]) -> None:
    page = shown(OutlookMail(text="plain", properties=properties))

    assert (page.text.strip(), page.other_text, page.is_html) == ("表示", "plain", True)
    assert (page.files, page.defects) == ((), ())


def test_rich_text_is_shown_if_there_is_no_other() -> None:
    packed = compress_rtf(rb"{\rtf1 only rich}")

    assert (
        shown(OutlookMail(text=None, properties={Tag.RTF_COMPRESSED: packed})).text == "only rich"
    )
    assert shown(OutlookMail(text="a", properties={Tag.RTF_COMPRESSED: packed})).text == "a"


def test_rich_text_with_an_object_is_a_file_too() -> None:
    rtf = rb"{\rtf1{\object{\*\objdata 0105}}}"
    mail = OutlookMail(properties={Tag.RTF_COMPRESSED: compress_rtf(rtf)})

    assert files(mail) == [("body.rtf", "application/rtf", rtf)]


def test_rich_text_that_cannot_be_unpacked_is_seen_as_damage() -> None:
    (file,) = shown(OutlookMail(properties={Tag.RTF_COMPRESSED: b"broken"})).files

    assert [defect.detail for defect in file.entity.content().defects] == ["x-not-read"]


def test_a_message_without_anything_is_an_empty_mail() -> None:
    empty = mime.parse(mapi_mail.to_bytes(MapiMessage(properties=Properties({}))))

    assert (empty.content_type, empty.body(), empty.defects) == ("text/plain", b"", ())


def test_files_keep_names_types_and_every_byte() -> None:
    content = bytes(range(256)) * 40
    mail = OutlookMail(
        files=[
            OutlookFile(name=ODD_NAME, content=content),
            OutlookFile(
                name="a.doc",
                content=b"x",
                properties={
                    Tag.ATTACH_MIME_TAG: "application/msword",
                    Tag.ATTACH_CONTENT_ID: "i@1",
                },
            ),
            OutlookFile(name="m", properties={Tag.ATTACH_MIME_TAG: "message/rfc822"}),
        ]
    )

    assert files(mail) == [
        (ODD_NAME.rstrip("\0"), "application/octet-stream", content),
        ("a.doc", "application/msword", b"x"),
        ("m", "application/octet-stream", b""),
    ]
    assert [part.disposition for part in entity(mail).children[1:]] == [
        "attachment",
        "inline",
        "attachment",
    ]


def test_a_short_name_serves_where_there_is_no_long_one() -> None:
    short = OutlookFile(
        name="", content=b"x", properties={Tag.ATTACH_FILENAME: "A~1.DOC", Tag.DISPLAY_NAME: "icon"}
    )

    assert files(OutlookMail(files=[short]))[0][0] == "A~1.DOC"


def test_a_message_inside_is_a_mail_inside() -> None:
    inner = OutlookMail(text="inner", files=[OutlookFile(name="x.txt", content=b"x")])
    (file,) = shown(OutlookMail(files=[OutlookFile(name="Fwd", message=inner)])).files

    assert file.mail is not None
    assert (file.mail.text, [one.entity.filename for one in file.mail.files]) == (
        "inner",
        ["x.txt"],
    )


def test_a_clear_signed_mail_keeps_its_build() -> None:
    build = b'Content-Type: multipart/signed; boundary="b"\r\n\r\n--b\r\n\r\nsigned\r\n--b--\r\n'
    mail = OutlookMail(text=None, files=[OutlookFile(name="smime.p7m", content=build)])

    assert shown(mail).text == "signed"
    assert entity(mail).first(b"subject") == b"Hello"


def test_a_header_cannot_end_the_parts_of_a_mail() -> None:
    mail = OutlookMail(
        files=[OutlookFile(name="a.txt", content=b"a")],
        properties={Tag.TRANSPORT_MESSAGE_HEADERS: make_mail("x").decode() + "\r\n--=_1--\r\n"},
    )

    assert files(mail) == [("a.txt", "application/octet-stream", b"a")]


@pytest.mark.parametrize("content", [b"", b"only the beginning" * 20])
def test_a_file_that_is_not_whole_is_seen_as_damage(content: bytes) -> None:
    name: dict[int, Value] = {Tag.ATTACH_LONG_FILENAME: Value(Type.STRING_8, b"a.doc")}
    cut = MapiAttachment(properties=Properties(name), content=content, is_whole=False)
    mail = mapi_mail.to_bytes(MapiMessage(properties=Properties({}), attachments=(cut,)))
    read = mime.parse(mail).children[1].content()

    assert read.data == content
    assert len(read.defects) == 1
