"""Find the words of macro code that say when it runs and what it can do.

A word is a sign, not proof: ``Workbook_Open`` stands in honest workbooks too, ``Shell`` in admins'.
It is the combination (runs by itself, and fetches or starts something) that honest macros sent by
mail hardly ever show; so every word is kept with its kind and the rules combine them.

Words are compared whole and without regard to case, as VBA does; comments and strings count, since
names are called out of strings.

Source: the event and auto-macro names in Microsoft's object model references for Word, Excel,
PowerPoint, Outlook, Publisher, Visio, Project, the MSForms library and the ActiveX controls that
come with Windows (InkPicture, WebBrowser, MsTscAx).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kakekomi.mail.document import KeywordKind, MacroKeyword, MacroModule
from kakekomi.mail.vba import codec_of

MAX_KEYWORDS: Final = 1_000
"""In one document; only generated code has more distinct ones."""

_AUTOEXEC: Final = """
    AutoExec AutoOpen AutoNew AutoClose AutoExit
    Document_Open Document_New Document_Close Document_BeforeClose Document_Sync
    DocumentOpen DocumentBeforeClose DocumentChange NewDocument
    Auto_Open Auto_Close Auto_Activate Auto_Deactivate
    Workbook_Open Workbook_Close Workbook_BeforeClose Workbook_Activate Workbook_Deactivate
    Workbook_WindowActivate Workbook_SheetActivate Workbook_SheetCalculate
    Workbook_BeforeSave Workbook_BeforePrint Workbook_AddinInstall Workbook_NewSheet
    Worksheet_Activate Worksheet_Calculate
    OnSlideShowPageChange OnSlideShowTerminate
    Application_Startup Application_NewMail Application_NewMailEx Application_Quit
    Document_DocumentOpened Document_DocumentCreated Document_BeforeDocumentClose
    Project_Open Project_BeforeClose
"""
_EVENT_ENDINGS: Final = """
    Painted Painting GotFocus LostFocus MouseHover MouseMove MouseEnter MouseLeave MouseDown MouseUp
    Click DblClick DropButtonClick Change SelectionChange Resize Layout Scroll Enter Exit
    BeforeUpdate AfterUpdate BeforeNavigate2 NavigateComplete2 NavigateError BeforeScriptExecute
    DocumentComplete DownloadBegin DownloadComplete FileDownload ProgressChange PropertyChange
    SetSecureLockIcon StatusTextChange TitleChange OnConnecting OnConnected OnDisconnected
    FollowHyperlink ContentControlOnEnter ContentControlOnExit
    DocumentOpen WorkbookOpen WorkbookActivate NewDocument PresentationOpen
"""
_EXECUTE: Final = """
    Shell ShellExecute ShellExecuteA ShellExecuteW ShellExecuteEx CreateProcess CreateProcessA
    CreateProcessW WinExec powershell pwsh cmd wscript cscript mshta regsvr32 rundll32 certutil
    wmic winmgmts Win32_Process Win32_ProcessStartup MacScript AppleScriptTask InvokeVerb
"""
_DOWNLOAD: Final = """
    URLDownloadToFile URLDownloadToFileA URLDownloadToFileW URLDownloadToCacheFile urlmon wininet
    InternetOpenA InternetOpenUrlA InternetReadFile bitsadmin DownloadFile DownloadString
    WinHttpRequest ServerXMLHTTP XMLHTTP XMLHTTP60
"""
_WRITE: Final = """
    SaveToFile CreateTextFile WriteText FileCopy CopyFile MoveFile CopyHere Kill RegWrite Environ
    ExpandEnvironmentStrings SetAttr AddFromString
"""
_NATIVE: Final = """
    Declare PtrSafe VirtualAlloc VirtualAllocEx VirtualProtect RtlMoveMemory WriteProcessMemory
    CreateThread CreateRemoteThread QueueUserAPC CallWindowProc LoadLibrary LoadLibraryA
    GetProcAddress HeapCreate
"""
_OBFUSCATE: Final = """
    Chr ChrB ChrW StrReverse Xor CallByName DisplayAlerts vbHide ShowWindow AutomationSecurity
    Base64 nodeTypedValue
"""
_DOTTED: Final = (
    (KeywordKind.EXECUTE, "WScript.Shell"),
    (KeywordKind.EXECUTE, "Shell.Application"),
    (KeywordKind.WRITE, "ADODB.Stream"),
    (KeywordKind.WRITE, "Scripting.FileSystemObject"),
)
"""Names with a dot, which are no single words."""


def _table() -> dict[str, KeywordKind]:
    table: dict[str, KeywordKind] = {}
    for kind, words in (
        (KeywordKind.OBFUSCATE, _OBFUSCATE),
        (KeywordKind.NATIVE, _NATIVE),
        (KeywordKind.WRITE, _WRITE),
        (KeywordKind.DOWNLOAD, _DOWNLOAD),
        (KeywordKind.EXECUTE, _EXECUTE),
        (KeywordKind.AUTOEXEC, _AUTOEXEC),
    ):
        table.update((word, kind) for word in words.lower().split())
    return table


_KIND_OF: Final = _table()
_ENDINGS: Final = frozenset(_EVENT_ENDINGS.lower().split())

_WORD: Final = re.compile(r"\w+")
"""Takes ``Workbook_Open`` and ``ボタン1_Click``; refuses ``"(``."""


def find(modules: Iterable[MacroModule]) -> tuple[MacroKeyword, ...]:
    """Give the telling words of all modules, sorted; one row a word and module."""
    found: set[MacroKeyword] = set()
    for module in modules:
        found.update(_of_module(module))
        if len(found) >= MAX_KEYWORDS:
            break
    return tuple(sorted(found)[:MAX_KEYWORDS])


def autoexec(keywords: Iterable[MacroKeyword]) -> tuple[str, ...]:
    """Name what runs without being called, each name once, sorted."""
    kinds = (KeywordKind.AUTOEXEC, KeywordKind.EVENT)
    return tuple(sorted({word.keyword for word in keywords if word.kind in kinds}))


def runs_by_itself(keyword: str) -> bool:
    """Tell whether Office runs a procedure of that name without being asked."""
    return kind_of(keyword) is KeywordKind.AUTOEXEC


def kind_of(word: str) -> KeywordKind | None:
    """Give the kind of a telling word, letters' case ignored; None for event endings and others."""
    return _KIND_OF.get(word.lower())


def _of_module(module: MacroModule) -> Iterator[MacroKeyword]:
    text = module.source.decode(codec_of(module.code_page), "replace")
    seen: set[str] = set()
    for word in sorted(set(_WORD.findall(text))):
        lower = word.lower()
        kind = _kind(lower)
        if kind is not None and lower not in seen:
            seen.add(lower)
            yield MacroKeyword(kind=kind, keyword=word, module=module.name)
    lowered = text.lower()
    for kind, name in _DOTTED:
        if name.lower() in lowered:
            yield MacroKeyword(kind=kind, keyword=name, module=module.name)


def _kind(lower: str) -> KeywordKind | None:
    kind = _KIND_OF.get(lower)
    if kind is None and "_" in lower and lower.rpartition("_")[2] in _ENDINGS:
        return KeywordKind.EVENT
    return kind
