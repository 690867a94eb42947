import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.drill.vba_project import make_vba_streams
from kakekomi.mail import single_file
from kakekomi.mail.document import ExternalTarget, LureKind, OfficeDocument, OfficeFormat

PROJECT = make_compound(make_vba_streams({"M": "Sub AutoOpen()\nEnd Sub\n"}))
ENVELOPE = b"ActiveMime".ljust(50, b"\0") + zlib.compress(PROJECT)
WORD_2003 = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>{}'
FLAT = (
    '<?xml version="1.0"?><pkg:package '
    'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{}</pkg:package>'
)
MHTML = "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n{}"


def read(text: str) -> OfficeDocument:
    data = text.encode()
    kind = single_file.format_of(data)
    assert kind is not None
    return single_file.read(data, kind).finish()


def lines(data: bytes) -> str:
    return base64.encodebytes(data).decode()


@pytest.mark.parametrize(
    ("form", "content", "kind"),
    [
        (WORD_2003, ENVELOPE, OfficeFormat.WORD_XML),
        (FLAT, PROJECT, OfficeFormat.FLAT_OPC),
        (MHTML, ENVELOPE, OfficeFormat.MHTML),
    ],
)
def test_macros_are_read_out_of_base64(form: str, content: bytes, kind: OfficeFormat) -> None:
    document = read(form.format(f"<w:binData>{lines(content)}</w:binData>"))

    assert (document.format, document.macro, document.autoexec) == (kind, True, ("AutoOpen",))


def test_fields_targets_and_lures_are_read() -> None:
    document = read(
        FLAT.format(
            '<Relationship Type="x/attachedTemplate" Target="http://a.invalid" '
            'TargetMode="External"/><w:instrText>DDEAUTO x</w:instrText>'
            "<w:t>コンテンツの</w:t><w:t>有効化</w:t>"
        )
    )

    assert document.dde == ("DDEAUTO x",)
    assert document.external_targets == (
        ExternalTarget(kind="attachedTemplate", target="http://a.invalid"),
    )
    assert [lure.kind for lure in document.lures] == [LureKind.ENABLE_CONTENT]


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"MIME-Version: 1.0\r\n\r\nhello", b"<?xml version='1.0'?><a/>"]
)
def test_other_texts_are_none_of_these(data: bytes) -> None:
    assert single_file.format_of(data) is None


def test_an_envelope_without_a_compound_file_is_a_defect() -> None:
    document = read(MHTML.format(lines(b"ActiveMime" + bytes(60))))

    assert (document.macro, len(document.defects)) == (False, 1)


@given(st.text(alphabet="A=/+ \n0M8R4KGxGu", max_size=80))
def test_any_base64_however_broken_is_read(text: str) -> None:
    assert isinstance(read(FLAT.format("0M8R4KGxGu" + text)), OfficeDocument)


@given(st.binary(max_size=300))
def test_any_bytes_in_base64_are_read(data: bytes) -> None:
    assert isinstance(read(FLAT.format(lines(b"ActiveMime" + data))), OfficeDocument)
