from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.pdf import make_pdf
from kakekomi.drill.pdf_encryption import PdfPasswords, PdfScheme
from kakekomi.facts.errors import ParseError
from kakekomi.mail import pdf
from kakekomi.mail.document import Defect
from kakekomi.mail.keyring import Keyring
from kakekomi.mail.pdf import EmbeddedFile, PdfFile

LINKS = ("http://example.invalid/a(b)", "https://example.invalid/日本")


@pytest.mark.parametrize("is_packed", [False, True])
def test_links_scripts_and_files_are_found_packed_or_not(*, is_packed: bool) -> None:
    made = make_pdf(
        links=LINKS, script="app.alert(1)", embedded={"請求.doc": b"abc"}, is_packed=is_packed
    )

    assert pdf.parse(made) == PdfFile(
        javascript=True,
        open_action=True,
        links=LINKS,
        embedded=(EmbeddedFile(name="請求.doc", content=b"abc"),),
    )


def test_what_is_launched_is_told() -> None:
    found = pdf.parse(make_pdf(launch=r"C:\exercise.exe"))

    assert (found.launch, found.open_action) == (r"C:\exercise.exe", True)


def test_a_command_is_told_with_its_arguments() -> None:
    data = b"%PDF-1.4 1 0 obj << /S /Launch /Win << /F (cmd.exe) /P (/c echo 1) >> >> endobj"

    assert pdf.parse(data).launch == "cmd.exe /c echo 1"


def test_a_launch_that_names_nothing_is_empty_and_not_absent() -> None:
    assert pdf.parse(b"%PDF-1.4 1 0 obj << /S /Launch >> endobj").launch == ""


def test_a_plain_page_does_nothing() -> None:
    assert pdf.parse(make_pdf()) == PdfFile()


@pytest.mark.parametrize(
    ("action", "acts"),
    [
        (b"/OpenAction [3 0 R /Fit]", False),
        (b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>", False),
        (b"/OpenAction 5 0 R", True),
        (b"/AA << /O << /S /URI /URI (http://example.invalid/) >> >>", True),
    ],
)
def test_a_jump_to_a_page_is_no_action(action: bytes, *, acts: bool) -> None:
    data = b"%PDF-1.4 1 0 obj << " + action + b" >> endobj 5 0 obj << /S /JavaScript >> endobj"

    assert pdf.parse(data).open_action is acts


def test_a_link_in_another_object_is_followed() -> None:
    data = b"%PDF-1.4 1 0 obj << /S /URI /URI 2 0 R >> endobj 2 0 obj (http://a.invalid/) endobj"

    assert pdf.parse(data).links == ("http://a.invalid/",)


def test_of_an_encrypted_file_only_what_it_can_do_is_told() -> None:
    made = make_pdf(links=LINKS, script="x", embedded={"a.doc": b"abc"})

    found = pdf.parse(made.replace(b"trailer\n<<", b"trailer\n<< /Encrypt 7 0 R"))

    assert found == PdfFile(
        encrypted=True,
        javascript=True,
        open_action=True,
        embedded=(EmbeddedFile(name=None, content=b""),),
    )


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("scheme", list(PdfScheme))
def test_an_encrypted_file_is_opened_with_the_passwords_at_hand(
    scheme: PdfScheme, *, is_packed: bool
) -> None:
    made = make_pdf(
        links=LINKS,
        script="x",
        embedded={"請求.doc": b"abc"},
        is_packed=is_packed,
        passwords=PdfPasswords(user="ab12", scheme=scheme),
    )

    opened = PdfFile(
        encrypted=True,
        opened_with="ab12",
        javascript=True,
        open_action=True,
        links=LINKS,
        embedded=(EmbeddedFile(name="請求.doc", content=b"abc"),),
    )
    assert pdf.parse(made, Keyring(("x", "ab12"), own=("",))) == opened
    assert pdf.parse(made, Keyring(("owner",), own=("",))).links == LINKS
    assert pdf.parse(made, Keyring(("x",), own=("",))).opened_with is None


def test_a_file_that_anybody_may_read_is_read() -> None:
    found = pdf.parse(make_pdf(links=LINKS, passwords=PdfPasswords()))

    assert found == PdfFile(encrypted=True, opened_with="", links=LINKS)


def test_what_is_launched_is_told_of_an_encrypted_file_too() -> None:
    found = pdf.parse(make_pdf(launch="cmd.exe", passwords=PdfPasswords()))

    assert found.launch == "cmd.exe"


def test_a_file_for_the_holder_of_a_certificate_is_foreign() -> None:
    made = make_pdf(links=LINKS, passwords=PdfPasswords(user="ab12"))

    found = pdf.parse(made.replace(b"/Filter /Standard", b"/Filter /Adobe.PubSec"))

    assert found == PdfFile(encrypted=True, is_foreign=True)


def test_a_description_inside_the_trailer_is_read_too() -> None:
    made = make_pdf(links=LINKS, passwords=PdfPasswords(scheme=PdfScheme.RC4_128))
    at = made.index(b"4000 0 obj\n") + len(b"4000 0 obj\n")
    own = made[at : made.index(b"\nendobj", at)]

    found = pdf.parse(made.replace(b"/Encrypt 4000 0 R", b"/Encrypt " + own))

    assert (found.opened_with, found.links) == ("", LINKS)


def test_trailers_that_lead_astray_do_not_hide_the_last_one() -> None:
    made = make_pdf(links=LINKS, passwords=PdfPasswords(scheme=PdfScheme.AES_128))
    astray = b"trailer<</Encrypt 4000 0 R /ID[<00>]>>\n" * 300
    astray += b"trailer<</Encrypt<</Filter/Other>> >>\n"
    other = b"".join(b"trailer<</Encrypt 4000 0 R /ID[<%02x>]>>\n" % at for at in range(7))

    found = pdf.parse(made.replace(b"xref\n", astray + other + b"xref\n", 1))

    assert (found.opened_with, found.links) == ("", LINKS)


def test_an_embedded_file_in_an_unknown_encoding_is_a_defect() -> None:
    made = make_pdf(embedded={"a.doc": b"abc"}).replace(b"/FlateDecode", b"/LZWDecode")

    found = pdf.parse(made)

    assert found.embedded == (EmbeddedFile(name="a.doc", content=b""),)
    assert found.defects == (Defect(where="a.doc", what="not decoded"),)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ParseError, match="no PDF"):
        pdf.parse(b"hello")


@given(st.binary(max_size=40), st.integers(0, 2_400), st.sampled_from(PdfScheme))
def test_any_damage_to_an_encrypted_file_gives_a_value(
    data: bytes, at: int, scheme: PdfScheme
) -> None:
    whole = make_pdf(links=LINKS, embedded={"a": b"b"}, passwords=PdfPasswords(scheme=scheme))

    found = pdf.parse(b"%PDF" + whole[:at] + data + whole[at + len(data) :])

    assert found.opened_with in {None, ""}


@given(st.binary(max_size=200), st.integers(0, 1_400))
def test_any_bytes_parse_or_raise_parse_error(data: bytes, at: int) -> None:
    whole = make_pdf(links=LINKS, launch="a", embedded={"a": b"b"})
    for damaged in (data, b"%PDF" + data, whole[:at] + data + whole[at + len(data) :]):
        with suppress(ParseError):
            pdf.parse(damaged)
