import base64
import zlib

from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import WORD_MACROS, make_docm
from kakekomi.drill.pdf import make_pdf
from kakekomi.drill.vba_project import make_vba_streams
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment, Office, Pdf, Url
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.opening import OPENERS


def open_file(data: bytes) -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    Desk(builder, OPENERS).take(Item(content=data, name="a.pdf", size_bytes=len(data)))
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


def test_a_web_archive_inside_what_begins_like_a_pdf_is_read_as_a_document() -> None:
    project = make_compound(make_vba_streams(WORD_MACROS))
    envelope = base64.b64encode(b"ActiveMime" + bytes(40) + zlib.compress(project))
    facts = open_file(make_pdf() + b"MIME-Version: 1.0\r\n\r\n" + envelope + b"\r\n\r\n--")

    assert [row.detected_type for row in facts.of(Attachment)] == ["pdf"]
    (office,) = facts.of(Office)
    assert (office.format, office.macro, office.autoexec) == ("mhtml", True, True)
