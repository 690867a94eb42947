from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.mail import Attachment, join_parts, make_mail, make_part
from kakekomi.mail import body, mime
from kakekomi.mail.body import MailBody
from kakekomi.mail.html import Link


def read(data: bytes) -> MailBody:
    return body.read(mime.parse(data))


def make_raw(head: bytes, content: bytes) -> bytes:
    return b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + head + b"\r\n\r\n" + content


def test_plain_text_is_decoded_and_its_links_found() -> None:
    shown = read(make_mail("見積 http://a.example/ です", charset="iso-2022-jp"))

    assert shown.text.rstrip() == "見積 http://a.example/ です"
    assert shown.links == (Link("http://a.example/", "http://a.example/"),)
    assert (shown.parts, shown.is_html, shown.files) == (1, False, ())


def test_of_alternatives_the_html_is_shown() -> None:
    shown = read(make_mail("plain", html='<p>rich <a href="http://a.example/">x</a></p>'))

    assert (shown.text, shown.other_text.strip(), shown.is_html) == ("rich x", "plain", True)
    assert shown.links == (Link("http://a.example/", "x"),)


def test_an_html_alternative_without_text_leaves_the_plain_one() -> None:
    assert read(make_mail("plain", html="<img src='cid:1'>")).text.strip() == "plain"


def test_what_has_a_name_is_a_file_even_if_it_is_text() -> None:
    note = Attachment(name="note.txt", data=b"hello", content_type="text/plain")
    shown = read(make_mail("body", attachments=[note]))

    assert shown.text.strip() == "body"
    assert [file.entity.filename for file in shown.files] == ["note.txt"]


def test_a_mail_inside_is_a_file_with_a_body_of_its_own() -> None:
    inside = make_mail("inner", attachments=[Attachment(name="a.doc", data=b"x")])
    outer = make_part([b"Content-Type: message/rfc822"], inside)
    text = make_part([b"Content-Type: text/plain"], b"outer")
    shown = read(b"From: a@b.example\r\n" + join_parts([text, outer], boundary=b"outer"))
    (file,) = shown.files

    assert shown.text.strip() == "outer"
    assert file.mail is not None
    assert file.mail.text.strip() == "inner"
    assert [inner.entity.filename for inner in file.mail.files] == ["a.doc"]


def test_a_multipart_without_parts_is_read_as_text() -> None:
    shown = read(make_raw(b'Content-Type: multipart/mixed; boundary="x"', b"only text"))

    assert shown.text.strip() == "only text"
    assert shown.files == ()


def test_hidden_text_is_not_part_of_the_shown_text() -> None:
    shown = read(make_raw(b"Content-Type: text/html", b"<p style='display:none'>no</p>yes"))

    assert (shown.text, shown.other_text) == ("yes", "no")


def test_long_text_is_cut_at_the_cap_and_says_so() -> None:
    shown = read(make_mail("x" * (body.MAX_TEXT_CHARS + 10)))

    assert len(shown.text) == body.MAX_TEXT_CHARS
    assert shown.is_cut


def test_pictures_are_counted_in_pages_and_parts() -> None:
    picture = Attachment(name="a.png", data=b"\x89PNG", content_type="image/png")

    assert read(make_mail("x", html="<img src=a><img src=b>", attachments=[picture])).pictures == 3


@given(st.binary(max_size=400))
def test_any_body_is_read(content: bytes) -> None:
    read(make_raw(b'Content-Type: multipart/alternative; boundary="x"', b"--x\r\n" + content))
