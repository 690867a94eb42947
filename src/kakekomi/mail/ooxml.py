"""Read a document of Office 2007 or later (.docx, .docm, .xlsx, .xlsm, .xlsb, .pptx, .pptm, …).

The format is told from the content type of the main part, as Office does, and not from names: a
.docm renamed to .docx does not open, and a macro project may be called anything.

Parts read: content types, relationships (external targets), macro projects, the workbook's list of
sheets, external links (DDE), macro sheets, and the texts where lures stand.

Source: ECMA-376 part 2 (packages), sections 9 and 10; [MS-OFFMACRO2] section 2.2 (macro parts)
"""

import re
from itertools import islice
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import embedded, markup, ole, vba, word_field, workbook, xlm, xlsb
from kakekomi.mail.document import ExternalTarget, KeywordKind, MacroKeyword, OfficeFormat
from kakekomi.mail.draft import MAX_OBJECT_BYTES, Draft
from kakekomi.mail.package import Package, Part

MAX_TEXT_PART_BYTES: Final = 2 * 1024 * 1024
"""A lure is on the first page."""
MAX_TEXT_PARTS: Final = 40
"""Slides, drawings and headers looked at for lures."""
MAX_RELATION_PARTS: Final = 400
"""One for each slide or sheet, mostly."""
MAX_PROJECTS: Final = 8
"""A document has one macro project; more is an attempt to tire the reader."""

_MACRO_PROJECT: Final = "application/vnd.ms-office.vbaproject"
_TEXT_PARTS: Final = re.compile(
    r"xl/sharedstrings\.xml|xl/drawings/[^/]+\.xml|xl/worksheets/[^/]+\.xml"
    r"|word/(?:header|footer|footnotes|textbox)[^/]*\.xml|ppt/slides/[^/]+\.xml"
)
"""Takes ``ppt/slides/slide1.xml``; refuses ``ppt/slides/_rels/slide1.xml.rels``."""
_TELLING_WORDS: Final = (".main", "vbaproject", "macrosheet")
"""In lower case: one is in ``…sheet.main+xml``; none in ``…theme+xml``, of which nothing is asked.

A plain look for them takes a tenth of the time of an expression that ignores case."""
_MACRO_SHEET: Final = re.compile(r"xl/(?:intl)?macrosheets/[^/]+\.(?:xml|bin)")
"""Takes ``xl/macrosheets/sheet1.xml``; refuses ``xl/worksheets/sheet1.xml``."""

_OOXML: Final = {
    ("word", False): OfficeFormat.DOCX,
    ("word", True): OfficeFormat.DOCM,
    ("excel", False): OfficeFormat.XLSX,
    ("excel", True): OfficeFormat.XLSM,
    ("powerpoint", False): OfficeFormat.PPTX,
    ("powerpoint", True): OfficeFormat.PPTM,
}
_APPLICATION_OF_WORD: Final = (
    ("wordprocessing", "word"),
    ("ms-word", "word"),
    ("sheet.binary", "xlsb"),
    ("spreadsheetml", "excel"),
    ("ms-excel", "excel"),
    ("presentationml", "powerpoint"),
    ("ms-powerpoint", "powerpoint"),
)
_APPLICATION_OF_PART: Final = (
    ("word/document.xml", "word"),
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "excel"),
    ("ppt/presentation.xml", "powerpoint"),
)


class _ContentTypes:
    """What ``[Content_Types].xml`` says about the parts."""

    def __init__(self, text: str) -> None:
        self.overrides: dict[str, str] = {}
        self.defaults: dict[str, str] = {}
        for tag in markup.tags(text, "Override"):
            if _is_telling(tag):
                values = markup.attributes(tag)
                name = values.get("PartName", "").lstrip("/").lower()
                self.overrides[name] = values.get("ContentType", "").lower()
        for tag in markup.tags(text, "Default"):
            if _is_telling(tag):
                values = markup.attributes(tag)
                extension = values.get("Extension", "").lower()
                self.defaults[extension] = values.get("ContentType", "").lower()

    def of(self, part: Part) -> str:
        """Give the type of ``part``, in small letters; empty if none is given."""
        name = part.name.lower()
        return self.overrides.get(name) or self.defaults.get(name.rpartition(".")[2], "")

    def main(self) -> str:
        """Give the type of the main part: the one that ends in ``.main`` or ``.main+xml``."""
        for kind in (*self.overrides.values(), *self.defaults.values()):
            if kind.removesuffix("+xml").endswith(".main"):
                return kind
        return ""


def _is_telling(tag: str) -> bool:
    lower = tag.lower()
    return any(word in lower for word in _TELLING_WORDS)


def read(package: Package) -> Draft:
    """Read the document in ``package``.

    Raises:
        ParseError: a package without a main part of an Office document.

    """
    part = package.find("[Content_Types].xml")
    types = _ContentTypes(markup.decode(package.read(part)) if part is not None else "")
    draft = Draft(format=_format(package, types))
    if not package.is_whole:
        draft.add_defect("package", "no list of members: parts may be missing")
    _read_macros(package, types, draft)
    _read_ribbon(package, draft)
    relation_types = _read_relations(package, draft)
    if draft.format in {OfficeFormat.XLSX, OfficeFormat.XLSM, OfficeFormat.XLSB}:
        _read_workbook(package, types, relation_types, draft)
    _read_texts(package, draft)
    return draft


def _format(package: Package, types: _ContentTypes) -> OfficeFormat:
    main = types.main()
    application = next((app for word, app in _APPLICATION_OF_WORD if word in main), None)
    if application is None:
        application = next((app for name, app in _APPLICATION_OF_PART if package.find(name)), None)
    if application is None:
        raise ParseError("ZIP without the main part of an Office document", where="ooxml")
    if application == "xlsb":
        return OfficeFormat.XLSB
    return _OOXML[application, "macroenabled" in main]


def _read_macros(package: Package, types: _ContentTypes, draft: Draft) -> None:
    projects = [
        part
        for part in package.parts
        if part.name.lower().endswith("vbaproject.bin") or types.of(part) == _MACRO_PROJECT
    ]
    for part in projects[:MAX_PROJECTS]:
        if draft.is_full:
            draft.add_defect(part.name, "too much macro source, rest not read")
            break
        raw = package.read(part)
        try:
            project = vba.read(ole.parse(raw))
        except ParseError as error:
            draft.add_defect(part.name, str(error))
            draft.modules.extend(vba.carve(raw))
            draft.macro = True
        else:
            draft.add_project(project)
        if len(raw) < part.plain_bytes:
            draft.add_defect(part.name, "could not be inflated whole")
            draft.macro = True


def _read_ribbon(package: Package, draft: Draft) -> None:
    """Note the macro that the document's own ribbon calls as soon as it is shown."""
    parts = (part for part in package.parts if part.name.lower().startswith("customui/customui"))
    for part in islice(parts, MAX_PROJECTS):
        for tag in markup.tags(markup.decode(package.read(part, MAX_TEXT_PART_BYTES)), "customUI"):
            procedure = markup.attributes(tag).get("onLoad")
            if procedure:
                draft.other_keywords.append(
                    MacroKeyword(kind=KeywordKind.AUTOEXEC, keyword="onLoad", module=procedure)
                )


def _read_relations(package: Package, draft: Draft) -> dict[str, str]:
    """Note external targets; give the types of the workbook's relationships by their ids."""
    of_workbook: dict[str, str] = {}
    parts = [part for part in package.parts if part.name.lower().endswith(".rels")]
    for part in parts[:MAX_RELATION_PARTS]:
        raw = package.read(part)
        is_workbook = "/workbook." in part.name.lower()
        if not is_workbook and b"xternal" not in raw and not raw.startswith(markup.UTF_16_MARKS):
            continue
        text = markup.decode(raw)
        for tag in markup.tags(text, "Relationship"):
            values = markup.attributes(tag)
            kind = values.get("Type", "")
            if is_workbook:
                of_workbook[values.get("Id", "")] = kind
            if values.get("TargetMode", "").lower() == "external":
                target = values.get("Target", "")
                draft.external_targets.append(
                    ExternalTarget(kind=kind.rpartition("/")[2], target=target)
                )
    return of_workbook


def _read_workbook(
    package: Package, types: _ContentTypes, relation_types: dict[str, str], draft: Draft
) -> None:
    part = package.find("xl/workbook.bin") or package.find("xl/workbook.xml")
    raw = package.read(part) if part is not None else b""
    if part is not None and part.name.lower().endswith(".bin"):
        found, names = xlsb.sheets(raw), xlsb.names(raw)
    else:
        text = markup.decode(raw)
        found, names = workbook.sheets(text), workbook.names(text)
    draft.hidden_sheets.extend(workbook.hidden(found, relation_types))
    macro_sheets = [
        sheet
        for sheet in package.parts
        if _MACRO_SHEET.fullmatch(sheet.name.lower()) or "macrosheet" in types.of(sheet)
    ]
    if macro_sheets:
        draft.xlm = True
        draft.xlm_autoexec.extend(workbook.autoexec_names(names))
    for sheet in macro_sheets[: workbook.MAX_SHEETS]:
        _read_macro_sheet(package, sheet, draft)
    for link in package.parts:
        if link.name.lower().startswith("xl/externallinks/external"):
            raw = package.read(link)
            is_binary = link.name.lower().endswith(".bin")
            draft.dde.extend(xlsb.dde(raw) if is_binary else workbook.dde(markup.decode(raw)))


def _read_macro_sheet(package: Package, sheet: Part, draft: Draft) -> None:
    name = sheet.name.rpartition("/")[2]
    raw = package.read(sheet)
    if name.lower().endswith(".bin"):
        draft.other_keywords.extend(xlm.in_tokens(raw, name))
    else:
        draft.other_keywords.extend(xlm.in_text(markup.decode(raw), name))


def _read_texts(package: Package, draft: Draft) -> None:
    document = package.find("word/document.xml")
    if document is not None:
        text = markup.decode(package.read(document, MAX_TEXT_PART_BYTES))
        draft.dde.extend(word_field.in_markup(text))
        draft.add_text(markup.text_of(text))
    strings = package.find("xl/sharedStrings.bin")
    if strings is not None:
        draft.add_text(xlsb.texts(package.read(strings, MAX_TEXT_PART_BYTES)))
    parts = [part for part in package.parts if _TEXT_PARTS.fullmatch(part.name.lower())]
    for part in parts[:MAX_TEXT_PARTS]:
        text = markup.decode(package.read(part, MAX_TEXT_PART_BYTES))
        if "/worksheets/" not in part.name.lower() or "inlineStr" in text:
            draft.add_text(markup.text_of(text))
    for part in package.parts:
        if "/embeddings/" in part.name.lower():
            content = package.read(part, MAX_OBJECT_BYTES)
            draft.add_object(embedded.of_part(part.name, content))
