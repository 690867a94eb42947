import pytest

from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import make_docm, make_docx, make_xlsm, make_xlsx
from kakekomi.drill.ooxml import make_package
from kakekomi.drill.vba_project import compress
from kakekomi.facts.errors import ParseError
from kakekomi.mail import ooxml, package
from kakekomi.mail.document import (
    Defect,
    EmbeddedObject,
    ExternalTarget,
    HiddenSheet,
    KeywordKind,
    LureKind,
    MacroKeyword,
    OfficeDocument,
    OfficeFormat,
    SheetKind,
    SheetState,
)

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def read(data: bytes) -> OfficeDocument:
    return ooxml.read(package.parse(data)).finish()


def make_types(*overrides: tuple[str, str]) -> str:
    items = "".join(f'<Override PartName="{a}" ContentType="{b}"/>' for a, b in overrides)
    return f"<Types>{items}</Types>"


def test_macros_lure_and_remote_template_of_a_docm_are_read() -> None:
    document = read(make_docm(template="http://example.invalid/a.dotm"))

    assert (document.format, document.macro, document.autoexec) == (
        OfficeFormat.DOCM,
        True,
        ("AutoOpen",),
    )
    assert [word.keyword for word in document.keywords] == [
        "AutoOpen",
        "URLDownloadToFile",
        "Shell",
    ]
    assert [lure.kind for lure in document.lures] == [LureKind.ENABLE_CONTENT]
    assert document.external_targets == (
        ExternalTarget(kind="attachedTemplate", target="http://example.invalid/a.dotm"),
    )
    assert document.defects == ()


def test_benign_documents_have_nothing_to_tell() -> None:
    assert read(make_docx()) == OfficeDocument(format=OfficeFormat.DOCX)
    assert read(make_xlsx()) == OfficeDocument(format=OfficeFormat.XLSX)


def test_an_excel_4_macro_sheet_is_read() -> None:
    document = read(make_xlsm(macros=None, formulas=['EXEC("x")', "HALT()"], text="経費"))

    assert document == OfficeDocument(
        format=OfficeFormat.XLSM,
        xlm=True,
        xlm_autoexec=("_xlnm.Auto_Open",),
        hidden_sheets=(
            HiddenSheet(name="Macro1", state=SheetState.VERY_HIDDEN, kind=SheetKind.MACRO),
        ),
        keywords=(
            MacroKeyword(kind=KeywordKind.XLM, keyword="EXEC", module="sheet1.xml"),
            MacroKeyword(kind=KeywordKind.XLM, keyword="HALT", module="sheet1.xml"),
        ),
    )


def test_workbook_macros_run_by_workbook_open() -> None:
    document = read(make_xlsm())

    assert (document.macro, document.autoexec) == (True, ("Workbook_Open",))


def test_a_dde_field_is_read() -> None:
    assert read(make_docx(field='DDEAUTO cmd "/c"')).dde == ('DDEAUTO cmd "/c"',)


def test_a_macro_project_of_another_name_is_found_by_its_type() -> None:
    types = make_types(
        ("/word/document.xml", MAIN), ("/word/x.dat", "application/vnd.ms-office.vbaProject")
    )
    project = make_compound({"VBA/dir": compress(b"")})
    data = make_package(
        {"[Content_Types].xml": types, "word/document.xml": "", "word/x.dat": project}
    )

    assert not read(data).macro
    assert read(data.replace(b"word/x.dat", b"word/y.dat")).defects == ()


def test_a_macro_project_that_cannot_be_read_counts_as_macro_and_is_a_defect() -> None:
    data = make_package(
        {
            "[Content_Types].xml": make_types(("/word/document.xml", MAIN)),
            "word/vbaProject.bin": b"wreck"
            + compress(b'Attribute VB_Name = "M"\r\nSub AutoOpen()'),
        }
    )
    document = read(data)

    assert (document.macro, document.autoexec) == (True, ("AutoOpen",))
    assert [defect.where for defect in document.defects] == ["word/vbaProject.bin"]


def test_a_package_without_its_list_of_members_is_still_read() -> None:
    whole = make_docm()
    document = read(whole[: whole.index(b"PK\x01\x02")])

    assert document.autoexec == ("AutoOpen",)
    assert document.defects == (
        Defect(where="package", what="no list of members: parts may be missing"),
    )


def test_embedded_parts_are_objects() -> None:
    types = make_types(("/word/document.xml", MAIN))
    data = make_package({"[Content_Types].xml": types, "word/embeddings/a.bin": b"abc"})

    assert read(data).objects == (
        EmbeddedObject(name="word/embeddings/a.bin", class_name="", content=b"abc"),
    )


def test_relationships_in_utf_16_are_read() -> None:
    relation = '<Relationship Type="x/oleObject" Target="http://a.invalid" TargetMode="External"/>'
    types = make_types(("/word/document.xml", MAIN))
    data = make_package(
        {"[Content_Types].xml": types, "word/_rels/document.xml.rels": relation.encode("utf-16")}
    )

    assert read(data).external_targets == (
        ExternalTarget(kind="oleObject", target="http://a.invalid"),
    )


def test_an_ordinary_zip_is_refused() -> None:
    with pytest.raises(ParseError):
        read(make_package({"readme.txt": "xl"}))


def test_a_macro_that_the_ribbon_calls_when_it_is_shown_runs_by_itself() -> None:
    ribbon = '<customUI xmlns="x" onLoad="Greeting"><ribbon/></customUI>'
    document = read(
        make_package(
            {
                "[Content_Types].xml": make_types(("/word/document.xml", MAIN)),
                "word/document.xml": "<w:document/>",
                "customUI/customUI14.xml": ribbon,
            }
        )
    )

    word = MacroKeyword(kind=KeywordKind.AUTOEXEC, keyword="onLoad", module="Greeting")
    assert (document.keywords, document.autoexec) == ((word,), ("onLoad",))
