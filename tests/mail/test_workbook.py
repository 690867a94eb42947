from kakekomi.mail import workbook
from kakekomi.mail.document import HiddenSheet, SheetKind, SheetState
from kakekomi.mail.workbook import Sheet

WORKBOOK = """<workbook><sheets><sheet name="表" sheetId="1" r:id="rId1"/>
<sheet name="M" sheetId="2" state="veryHidden" r:id="rId2"/>
<sheet name="H" state="hidden" r:id="rId1"/>
</sheets><definedNames><definedName name="_xlnm.Auto_Open" hidden="1">M!$A$1</definedName>
<definedName name="Area">A1</definedName></definedNames></workbook>"""


def test_sheets_are_listed_in_order() -> None:
    assert workbook.sheets(WORKBOOK) == [
        Sheet(name="表", state="visible", relation="rId1"),
        Sheet(name="M", state="veryHidden", relation="rId2"),
        Sheet(name="H", state="hidden", relation="rId1"),
    ]


def test_only_sheets_out_of_sight_are_hidden_and_macro_sheets_told_by_their_relationship() -> None:
    types = {"rId1": "http://x/worksheet", "rId2": "http://y/xlMacrosheet"}

    assert workbook.hidden(workbook.sheets(WORKBOOK), types) == [
        HiddenSheet(name="M", state=SheetState.VERY_HIDDEN, kind=SheetKind.MACRO),
        HiddenSheet(name="H", state=SheetState.HIDDEN, kind=SheetKind.WORKSHEET),
    ]


def test_only_names_that_run_are_kept() -> None:
    assert workbook.autoexec_names(workbook.names(WORKBOOK)) == ["_xlnm.Auto_Open"]


def test_links_to_other_programs_are_read_in_both_spellings() -> None:
    assert workbook.dde('<ddeLink ddeService="cmd" ddeTopic="/c &quot;x&quot;">') == ['cmd|/c "x"']
    assert workbook.dde("<SupBook>\n <Path>cmd|/c x</Path>") == ["cmd|/c x"]
    assert workbook.dde(r"<SupBook><Path>C:\a.xls</Path>") == []
