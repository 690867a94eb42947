"""What the document readers return: values only, the same shape for every Office format.

One document gives one ``OfficeDocument``. Each reader fills the fields its format can answer and
leaves the rest at their empty default; what could not be read is a ``Defect``, never a silence.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class OfficeFormat(StrEnum):
    """The container and application of a document, told from its bytes and never from its name."""

    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    OLE = "ole"
    DOCX = "docx"
    DOCM = "docm"
    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    PPTX = "pptx"
    PPTM = "pptm"
    ENCRYPTED_OOXML = "encrypted_ooxml"
    ODF = "odf"
    RTF = "rtf"
    WORD_XML = "word_xml"
    FLAT_OPC = "flat_opc"
    EXCEL_XML = "excel_xml"
    MHTML = "mhtml"
    SYLK = "slk"


class KeywordKind(StrEnum):
    """Why a word of a macro is worth a row."""

    AUTOEXEC = "autoexec"
    """A procedure the application runs by itself on open, close, new or recalculation."""
    EVENT = "event"
    """A control's event handler; many run without a click, some need one."""
    EXECUTE = "execute"
    """Starts a program or a script."""
    DOWNLOAD = "download"
    """Fetches from the network."""
    WRITE = "write"
    """Writes, copies or deletes files or registry values."""
    NATIVE = "native"
    """Calls into a DLL or into memory."""
    OBFUSCATE = "obfuscate"
    """Builds or hides text, windows or warnings."""
    STOMPED = "stomped"
    """A word of one of the kinds above that runs but was taken out of the source."""
    XLM = "xlm"
    """A function of an Excel 4.0 macro sheet."""


class SheetState(StrEnum):
    """How far a sheet is out of sight."""

    HIDDEN = "hidden"
    VERY_HIDDEN = "very_hidden"


class SheetKind(StrEnum):
    """What a sheet holds."""

    WORKSHEET = "worksheet"
    MACRO = "macro"
    OTHER = "other"


class LureKind(StrEnum):
    """What the text of the document wants its reader to do."""

    ENABLE_CONTENT = "enable_content"
    ENABLE_EDITING = "enable_editing"
    COPY_TO_TRUSTED = "copy_to_trusted"
    """Into a folder Office trusts (Templates), where macros run unasked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroModule:
    """One module of a VBA project."""

    name: str
    stream: str
    """Path of its stream, storages joined by ``/``; empty if found by carving."""
    source: bytes
    """Source text as stored, in ``code_page``, line ends CR LF."""
    code_page: int
    raw: bytes
    """The whole module stream: performance cache (p-code) first, then the compressed source."""
    source_at: int = 0
    """Where in ``raw`` the source begins."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MacroKeyword:
    """A telling word of a macro, once for each module it stands in."""

    kind: KeywordKind
    keyword: str
    """As written in the macro."""
    module: str
    """Name of the module or macro sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenSheet:
    """A sheet of a workbook that is not shown."""

    name: str
    state: SheetState
    kind: SheetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalTarget:
    """Something outside the document that it refers to."""

    kind: str
    """Relationship type's last word (``attachedTemplate``, ``oleObject``, ``hyperlink``, …)."""
    target: str
    """Verbatim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lure:
    """A sentence that asks the reader to switch a protection off."""

    kind: LureKind
    phrase: str
    """Verbatim from the document, blanks and line ends included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedObject:
    """An object inside the document."""

    name: str
    """File name or part name; empty if none is stored."""
    class_name: str
    """OLE class or declared type; empty if none is stored."""
    content: bytes
    """Its bytes, at most ``MAX_OBJECT_BYTES`` of them; empty if they were not needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """Damage or a cap reached: part of the document was not read."""

    where: str
    """Stream, part or structure."""
    what: str
    """What is wrong with it, in English, for a ``gap`` row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDocument:
    """Everything read from one document."""

    format: OfficeFormat
    encrypted: bool = False
    encryption: str | None = None
    """Scheme as stated in the file (``agile``, ``standard``, ``rc4``, ``xor``; ``extensible`` and
    ``rights_management``, which no password opens); None: not encrypted or not stated."""
    opened_with: str | None = None
    """The password that opened it; None: not encrypted, or still locked."""
    hash_rounds: int = 0
    """Spent on trying passwords."""
    is_untried: bool = False
    """Passwords were left untried, as their number times their cost is too much."""
    macro: bool = False
    """A VBA project with at least one module of code, or a project that could not be read."""
    modules: tuple[MacroModule, ...] = field(default=(), repr=False)
    autoexec: tuple[str, ...] = ()
    """Names of procedures that run without being called: kinds AUTOEXEC and EVENT, sorted."""
    keywords: tuple[MacroKeyword, ...] = ()
    """Sorted by kind, keyword, module."""
    xlm: bool = False
    """At least one Excel 4.0 macro sheet."""
    xlm_autoexec: tuple[str, ...] = ()
    """Defined names that run on open, close, activate (``Auto_Open`` and kin), as stored."""
    hidden_sheets: tuple[HiddenSheet, ...] = ()
    """In workbook order."""
    dde: tuple[str, ...] = ()
    """DDE instructions: service and topic or the field's text."""
    external_targets: tuple[ExternalTarget, ...] = ()
    """In file order."""
    objects: tuple[EmbeddedObject, ...] = field(default=(), repr=False)
    lures: tuple[Lure, ...] = ()
    """Sorted by kind, phrase."""
    defects: tuple[Defect, ...] = ()
