"""Documents, and the parts inside them that packing or a compound file would else shield."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from fuzz.target import Target
from kakekomi.drill.biff import make_workbook_stream
from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import (
    make_doc_ole,
    make_docm,
    make_docx,
    make_xls_xlm,
    make_xlsm,
    make_xlsx,
)
from kakekomi.drill.encryption import encrypt, make_agile, make_standard
from kakekomi.drill.installer import make_installer
from kakekomi.drill.onenote import make_onenote
from kakekomi.drill.ooxml import make_package
from kakekomi.drill.outlook import compress_rtf, make_rtf_of_html
from kakekomi.drill.pdf import make_pdf
from kakekomi.drill.pdf_encryption import PdfPasswords, PdfScheme
from kakekomi.drill.script import make_encoded_script
from kakekomi.drill.shortcut import make_shortcut
from kakekomi.drill.vba_project import make_vba_streams
from kakekomi.mail import (
    compressed_rtf,
    encoded_script,
    html,
    msi,
    office,
    onenote,
    package,
    pdf,
    rtf,
    shortcut,
    smuggling,
    stomping,
    vba,
    vba_compression,
    word_field,
)
from kakekomi.mail.keyring import Keyring

PASSWORDS: Final = ("wrong", "4821")
MACROS: Final = {"ThisDocument": "", "Module1": "Sub AutoOpen()\r\n  Shell x & Chr(65)\r\nEnd Sub"}
URL: Final = "http://a.example/x"
DDE: Final = 'DDEAUTO c:\\\\a.exe "x"'
MAX_UNPACKED_BYTES: Final = 1024 * 1024
"""Of packed macros; damage makes no more of them."""
LITERALS: Final = 3_584
"""In a chunk of packed macros, which may have 4,096 bytes with the marks between them."""
MAX_ROUNDS: Final = 200_000
"""Of hashing while passwords are tried: honest work, no use here."""


def compounds() -> Iterator[bytes]:
    """Documents of Office 97 to 2003, and encrypted ones."""
    yield make_doc_ole()
    yield make_xls_xlm()
    yield make_xls_xlm(macros=MACROS)
    for scheme in ("rc4", "rc4_cryptoapi", "xor"):
        yield encrypt(make_doc_ole(), scheme, "4821")
        yield encrypt(make_xls_xlm(), scheme, "4821")
    yield make_agile(make_docm(), "4821")
    yield make_standard(make_xlsm(), "4821")


def packages() -> Iterator[bytes]:
    """Documents of Office 2007 and later."""
    yield make_docm(template=URL)
    yield make_docx(template=URL, field=DDE)
    yield make_xlsm(formulas=["EXEC(A1)", 'CALL("a","b")'])
    yield make_xlsx()


def markups() -> Iterator[bytes]:
    """Parts of a package, which packing shields from damage."""
    for number, parts in enumerate(_parts()):
        for name, content in parts.items():
            yield bytes([number]) + name.encode() + b"\0" + content


@cache
def _parts() -> tuple[dict[str, bytes], ...]:
    opened = [package.parse(data) for data in packages()]
    return tuple({part.name: one.read(part, 1 << 16) for part in one.parts} for one in opened)


def texts() -> Iterator[bytes]:
    """Documents that are text."""
    nested = make_doc_ole().hex().encode()
    yield rb"{\rtf1{\object\objocx{\*\objclass Package}{\*\objdata 0105" + nested[:4_000] + b"}}"
    yield rb"{\rtf1\ansi{\field{\*\fldinst DDEAUTO c:\\a}}{\*\template http://a.example/x}\bin4 ab}"
    yield make_rtf_of_html("<b>見積</b>")
    yield b'ID;PWXL;N;E\nO;E\nNN;NAuto_open;ER1C1\nC;X1;Y1;K0;EEXEC("a")\nE\n'
    yield (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>'
        b'<w:binData w:name="editdata.mso">QWN0aXZlTWltZQ==</w:binData></w:wordDocument>'
    )
    yield (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n--a\r\n'
        b"Content-Location: file:///C:/editdata.mso\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"QWN0aXZlTWltZQ==\r\n--a--\r\n"
    )


def workbooks() -> Iterator[bytes]:
    """The stream of a workbook."""
    yield make_workbook_stream(text="x", state="hidden", alerts=["a", "b"])


def pdfs() -> Iterator[bytes]:
    """Plain, and with objects in packed streams."""
    for is_packed in (False, True):
        yield make_pdf(links=[URL], script="x()", launch="a.exe", is_packed=is_packed)
        yield make_pdf(embedded={"a.js": b"x" * 99}, is_packed=is_packed)
    for scheme in PdfScheme:
        yield make_pdf(links=[URL], passwords=PdfPasswords(scheme=scheme))
        yield make_pdf(links=[URL], passwords=PdfPasswords(user="4821", scheme=scheme))


def onenotes() -> Iterator[bytes]:
    """With files in them."""
    yield make_onenote()


def shortcuts() -> Iterator[bytes]:
    """Plain, and with a script appended."""
    yield make_shortcut(machine="desktop-7")
    yield make_shortcut(appended=b"WScript.Echo 1\r\n" * 9)


def installers() -> Iterator[bytes]:
    """MSI."""
    yield make_installer({"Binary.a": b"MZ" + bytes(99), "media.cab": b"MSCF" + bytes(60)})


def scripts() -> Iterator[bytes]:
    """Encoded."""
    yield make_encoded_script("WScript.Echo 1\r\n" * 9)


def pages() -> Iterator[bytes]:
    """HTML that builds a file."""
    yield (
        b"<html><head><title>x</title><meta http-equiv=refresh content='0;url=http://a/'></head>"
        b"<body><script>var b=atob('UEsDBBQAAAAIAA==');new Blob([b]);a.download='a.zip'</script>"
        b"<a href='data:application/zip;base64,UEsDBA=='>&#x8acb;&amp;&nbsp;</a><!-- x --></body>"
    )


def projects() -> Iterator[bytes]:
    """The streams of a VBA project."""
    yield from _project().values()


def directories() -> Iterator[bytes]:
    """The unpacked stream ``dir`` of a VBA project."""
    yield vba_compression.decompress(_project()["Macros/VBA/dir"], MAX_UNPACKED_BYTES)


@cache
def _project() -> dict[str, bytes]:
    return make_vba_streams(MACROS, root="Macros/")


def _packed(data: bytes) -> bytes:
    """In the packing of macros, of literals alone: packing well takes longer than reading."""
    out = bytearray(b"\x01")
    for start in range(0, len(data), LITERALS):
        piece = data[start : start + LITERALS]
        tokens = b"".join(b"\0" + piece[at : at + 8] for at in range(0, len(piece), 8))
        out += (len(tokens) - 1 | 0xB000).to_bytes(2, "little") + tokens
    return bytes(out)


def read_markup(data: bytes) -> None:
    """A package with one part that is damaged: number of the package, name, NUL, content."""
    name, _, content = data.partition(b"\0")
    parts = _parts()[data[0] % len(_parts()) if data else 0]
    office.parse(make_package(parts | {name[1:100].decode("utf-8", "replace") or "x": content}))


def read_document(data: bytes) -> None:
    """Any document."""
    office.parse(data, PASSWORDS, max_rounds=MAX_ROUNDS)


def read_pdf(data: bytes) -> None:
    """Read a PDF, with passwords for encrypted ones."""
    pdf.parse(data, Keyring(PASSWORDS, own=(pdf.NO_PASSWORD,), rounds_left=MAX_ROUNDS))


def read_workbook(data: bytes) -> None:
    """A workbook whose stream is damaged."""
    office.parse(make_compound({"Workbook": data}))


def read_word(data: bytes) -> None:
    """A document whose stream is damaged."""
    office.parse(make_compound({"WordDocument": data, "1Table": data[:512]}))


def read_slides(data: bytes) -> None:
    """Slides whose stream is damaged."""
    office.parse(make_compound({"PowerPoint Document": data, "Current User": data[:64]}))


def read_directory(data: bytes) -> None:
    """A VBA project whose directory is damaged."""
    office.parse(make_compound(_project() | {"Macros/VBA/dir": _packed(data)}))


def read_module(data: bytes) -> None:
    """Macros found in loose bytes, and in a project whose module is damaged."""
    vba.carve(data)
    stomping.compiled_lines(data)
    office.parse(make_compound(_project() | {"Macros/VBA/Module1": data}))


def unpack_macros(data: bytes) -> None:
    """The packing of macros."""
    vba_compression.decompress(data, MAX_UNPACKED_BYTES)


def read_page(data: bytes) -> None:
    """What a page shows and what it builds."""
    text = data.decode("utf-8", "replace")
    html.parse(text)
    smuggling.find(text, has_script=True)
    word_field.in_markup(text)


def words() -> Iterator[bytes]:
    """The stream of a document, and records of slides."""
    text = 'x\x13 DDEAUTO c:\\a "x" \x14y\x15'
    yield (b"\xec\xa5\xc1\x00" + bytes(28)) * 20 + text.encode("utf-16-le")


def slides() -> Iterator[bytes]:
    """Records of slides."""
    record = b"\x00\x00\x11\x10\x08\x00\x00\x00\x78\x9c\x03\x00\x00\x00\x00\x01"
    yield b"\x0f\x00\xe8\x03" + len(record * 3).to_bytes(4, "little") + record * 3


def rtfs() -> Iterator[bytes]:
    """Packed as Outlook does."""
    yield compress_rtf(make_rtf_of_html("<b>見積</b>" * 9))


def read_installer(data: bytes) -> None:
    """All files of an installer."""
    for _ in msi.files(data):
        pass


DOCUMENTS: Final = (
    Target(name="office-compound", seeds=compounds, read=read_document),
    Target(name="office-package", seeds=packages, read=read_document),
    Target(name="office-part", seeds=markups, read=read_markup),
    Target(name="office-text", seeds=texts, read=read_document),
    Target(name="rtf", seeds=texts, read=rtf.read),
    Target(name="xls-stream", seeds=workbooks, read=read_workbook),
    Target(name="doc-stream", seeds=words, read=read_word),
    Target(name="ppt-stream", seeds=slides, read=read_slides),
    Target(name="vba-directory", seeds=directories, read=read_directory),
    Target(name="vba-module", seeds=projects, read=read_module),
    Target(name="vba-compression", seeds=projects, read=unpack_macros),
    Target(name="compressed-rtf", seeds=rtfs, read=compressed_rtf.unpack),
    Target(name="pdf", seeds=pdfs, read=read_pdf),
    Target(name="onenote", seeds=onenotes, read=onenote.parse),
    Target(name="shortcut", seeds=shortcuts, read=shortcut.parse),
    Target(name="installer", seeds=installers, read=read_installer),
    Target(name="encoded-script", seeds=scripts, read=encoded_script.decode),
    Target(name="html", seeds=pages, read=read_page),
)
