"""Write documents of Office 2007 and later: Word and Excel, with and without macros.

Source: ECMA-376 part 1, sections 11 and 12; part 2, sections 9 and 10
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

from kakekomi.drill.compound import make_compound
from kakekomi.drill.vba_project import make_vba_streams

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def make_package(parts: Mapping[str, bytes | str]) -> bytes:
    """Write a ZIP of ``parts``, the same bytes for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make_word(
    *, text: str, macros: Mapping[str, str] | None = None, template: str = "", field: str = ""
) -> bytes:
    """Write a .docx, or a .docm if there are macros.

    ``template`` is the address of a remote template, ``field`` the instruction of a field.
    """
    kind = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        if macros is None
        else "application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    run = f'<w:fldSimple w:instr="{escape(field)}"/>' if field else ""
    body = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r>{run}</w:p>"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _types({"/word/document.xml": kind}, macros=macros is not None),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml", "")]),
        "word/document.xml": f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body>'
        "</w:document>",
    }
    relations: list[tuple[str, str, str]] = []
    if macros is not None:
        parts["word/vbaProject.bin"] = make_compound(make_vba_streams(macros))
        relations.append((f"{_MICROSOFT}/vbaProject", "vbaProject.bin", ""))
    if template:
        parts["word/_rels/settings.xml.rels"] = _relations(
            [("attachedTemplate", template, "External")]
        )
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    return make_package(parts)


def make_excel(
    *,
    text: str,
    macros: Mapping[str, str] | None = None,
    formulas: Sequence[str] = (),
    state: str = "veryHidden",
) -> bytes:
    """Write an .xlsx, or an .xlsm if there are macros or an Excel 4.0 macro sheet.

    ``formulas`` fill a macro sheet of that ``state``, which runs on opening.
    """
    has_macros = macros is not None or bool(formulas)
    overrides = {
        "/xl/workbook.xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        if has_macros
        else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument."
        "spreadsheetml.worksheet+xml",
    }
    parts: dict[str, bytes | str] = {}
    relations = [("worksheet", "worksheets/sheet1.xml", "")]
    if formulas:
        overrides["/xl/macrosheets/sheet1.xml"] = "application/vnd.ms-excel.macrosheet+xml"
        relations.append((f"{_MICROSOFT}/xlMacrosheet", "macrosheets/sheet1.xml", ""))
        parts["xl/macrosheets/sheet1.xml"] = _macro_sheet(formulas)
    if macros is not None:
        relations.append((f"{_MICROSOFT}/vbaProject", "vbaProject.bin", ""))
        parts["xl/vbaProject.bin"] = make_compound(make_vba_streams(macros))
    head: dict[str, bytes | str] = {
        "[Content_Types].xml": _types(overrides, macros=macros is not None),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml", "")]),
        "xl/workbook.xml": _workbook(state if formulas else ""),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/worksheets/sheet1.xml": _sheet(text),
    }
    return make_package({**head, **parts})


def _types(overrides: Mapping[str, str], *, macros: bool) -> str:
    items = [
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
    ]
    if macros:
        items.append(
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        )
    items += [
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    ]
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{_XML}<Types xmlns="{space}">{"".join(items)}</Types>'


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    items = []
    for number, (kind, target, mode) in enumerate(relations, 1):
        full = kind if "/" in kind else f"{_OFFICE}/{kind}"
        where = f' TargetMode="{mode}"' if mode else ""
        items.append(
            f'<Relationship Id="rId{number}" Type="{full}" Target="{escape(target)}"{where}/>'
        )
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{"".join(items)}</Relationships>'


def _workbook(macro_sheet_state: str) -> str:
    sheets = '<sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
    names = ""
    if macro_sheet_state:
        sheets += f'<sheet name="Macro1" sheetId="2" state="{macro_sheet_state}" r:id="rId2"/>'
        names = (
            '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">'
            "Macro1!$A$1</definedName></definedNames>"
        )
    spaces = f'xmlns="{_EXCEL}" xmlns:r="{_OFFICE}"'
    return f"{_XML}<workbook {spaces}><sheets>{sheets}</sheets>{names}</workbook>"


def _sheet(text: str) -> str:
    cell = f'<c r="A1" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    rows = f'<sheetData><row r="1">{cell}</row></sheetData>'
    return f'{_XML}<worksheet xmlns="{_EXCEL}">{rows}</worksheet>'


def _macro_sheet(formulas: Sequence[str]) -> str:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>{escape(formula)}</f></c></row>'
        for row, formula in enumerate(formulas, 1)
    )
    space = "http://schemas.microsoft.com/office/excel/2006/main"
    return (
        f'{_XML}<xm:macrosheet xmlns:xm="{space}" xmlns="{_EXCEL}">'
        f"<sheetData>{rows}</sheetData></xm:macrosheet>"
    )
