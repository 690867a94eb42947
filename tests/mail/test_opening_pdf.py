import base64
import zlib

from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import WORD_MACROS, make_docm
from kakekomi.drill.pdf import make_pdf
from kakekomi.drill.pdf_encryption import PdfPasswords
from kakekomi.drill.vba_project import make_vba_streams
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment, Office, Pdf, Url
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.opening import OPENERS


def open_file(data: bytes, *passwords: str) -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    Desk(builder, OPENERS, passwords=passwords).take(
        Item(content=data, name="a.pdf", size_bytes=len(data))
    )
    return builder.build()


def test_links_become_rows_of_the_attachment() -> None:
    facts = open_file(make_pdf(links=["https://example.invalid/form.doc", "mailto:a@b.invalid"]))

    assert facts.of(Pdf) == (Pdf(node=0, links=2),)
    assert facts.of(Url) == (
        Url(
            node=0,
            href="https://example.invalid/form.doc",
            host="example.invalid",
            extension="doc",
        ),
    )


def test_a_document_inside_is_opened_too() -> None:
    facts = open_file(make_pdf(embedded={"form.docm": make_docm()}))

    assert [(row.node, row.parent, row.name) for row in facts.of(Attachment)] == [
        (1, 0, "form.docm"),
        (0, None, "a.pdf"),
    ]
    assert [(row.node, row.autoexec) for row in facts.of(Office)] == [(1, True)]


def test_an_encrypted_file_is_a_gap() -> None:
    made = make_pdf().replace(b"trailer\n<<", b"trailer\n<< /Encrypt 7 0 R")
    facts = open_file(made)

    assert [row.encrypted for row in facts.of(Attachment)] == [True]
    assert facts.of(Gap) == (Gap(what=What.DOCUMENT, why=Why.ENCRYPTED, detail="a.pdf", node=0),)


def test_a_file_opened_with_the_mails_password_says_so() -> None:
    made = make_pdf(links=["https://a.invalid/x"], passwords=PdfPasswords(user="ab12"))

    facts = open_file(made, "zz", "ab12")

    assert [(row.encrypted, row.opened_with) for row in facts.of(Attachment)] == [(True, "ab12")]
    assert [row.href for row in facts.of(Url)] == ["https://a.invalid/x"]
    assert facts.of(Gap) == ()


def test_a_file_that_anybody_may_read_needs_no_password() -> None:
    facts = open_file(make_pdf(links=["https://a.invalid/x"], passwords=PdfPasswords()))

    assert [(row.encrypted, row.opened_with) for row in facts.of(Attachment)] == [(False, None)]
    assert facts.of(Pdf) == (Pdf(node=0, encrypted=True, links=1),)
    assert facts.of(Gap) == ()


def test_a_file_for_a_certificate_is_none_that_a_password_would_open() -> None:
    made = make_pdf(passwords=PdfPasswords()).replace(b"/Standard", b"/Adobe.PubSec")

    facts = open_file(made)

    assert facts.of(Gap) == (Gap(what=What.DOCUMENT, why=Why.UNSUPPORTED, detail="a.pdf", node=0),)


def test_passwords_left_untried_are_a_gap() -> None:
    builder = FactsBuilder("m", Kind.MAIL)
    desk = Desk(builder, OPENERS, passwords=["zz"])
    desk.budget.hash_rounds = 100
    made = make_pdf(passwords=PdfPasswords(user="ab12"))
    desk.take(Item(content=made, name="a.pdf", size_bytes=len(made)))

    assert [(gap.why, gap.detail) for gap in builder.build().of(Gap)] == [
        (Why.ENCRYPTED, "a.pdf"),
        (Why.LIMIT, "a.pdf"),
    ]


def test_a_web_archive_inside_what_begins_like_a_pdf_is_read_as_a_document() -> None:
    project = make_compound(make_vba_streams(WORD_MACROS))
    envelope = base64.b64encode(b"ActiveMime" + bytes(40) + zlib.compress(project))
    facts = open_file(make_pdf() + b"MIME-Version: 1.0\r\n\r\n" + envelope + b"\r\n\r\n--")

    assert [row.detected_type for row in facts.of(Attachment)] == ["pdf"]
    (office,) = facts.of(Office)
    assert (office.format, office.macro, office.autoexec) == ("mhtml", True, True)
