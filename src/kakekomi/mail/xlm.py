"""Find what an Excel 4.0 macro sheet calls.

Before VBA, Excel's macros were formulas in the cells of a special sheet. Excel still runs them, and
from 2020 on they were the favourite of those who mail malware: no VBA scanner saw them. The sheet
itself is the sign; the functions say what it does.

In binary formats a call is the token 0x22, 0x42 or 0x62 (variable) or 0x21, 0x41, 0x61 (fixed),
for the variable one a byte with the number of arguments, then the function's number (u16). It is
looked for in the bytes of a formula without taking the formula apart: a chance hit needs three
bytes to agree, and means no more than a row in the report.

Source: [MS-XLS] sections 2.5.198.4 (Cetab), 2.5.198.17 (Ftab), 2.5.198.63 (PtgFuncVar);
[MS-XLSB] section 2.5.97.10
"""

import re
from typing import Final

from kakekomi.mail.document import KeywordKind, MacroKeyword

_VARIABLE: Final = {
    0x0036: "HALT",
    0x0084: "FOPEN",
    0x0095: "REGISTER",
    0x0096: "CALL",
    0x006E: "EXEC",
    0x010B: "REGISTER.ID",
    0x8005: "SAVE.AS",
    0x8011: "RUN",
    0x8060: "FORMULA",
    0x8061: "FORMULA.FILL",
    0x8076: "ALERT",
    0x8094: "ON.TIME",
}
"""Bit 15: a command, from the table of commands and not that of functions."""
_FIXED: Final = {
    0x0035: "GOTO",
    0x0089: "FWRITELN",
    0x008A: "FWRITE",
    0x00BA: "GET.WORKSPACE",
}

_VARIABLE_CALL: Final = re.compile(
    b"[\x22\x42\x62][\x00-\x7f]("
    + b"|".join(re.escape(number.to_bytes(2, "little")) for number in _VARIABLE)
    + b")"
)
"""Takes ``42 01 6E 00`` (EXEC with one argument); refuses ``42 01 04 00`` (SUM)."""
_FIXED_CALL: Final = re.compile(
    b"[\x21\x41\x61]("
    + b"|".join(re.escape(number.to_bytes(2, "little")) for number in _FIXED)
    + b")"
)
"""Takes ``41 35 00`` (GOTO); refuses ``41 0F 00`` (SIN)."""
_WRITTEN_CALL: Final = re.compile(
    r"\b("
    + "|".join(re.escape(name) for name in sorted([*_VARIABLE.values(), *_FIXED.values()]))
    + r")\s*\(",
    re.IGNORECASE,
)
"""Takes ``EXEC("calc")``; refuses ``SUM(A1)``."""

_AUTO_NAMES: Final = ("auto_open", "auto_close", "auto_activate", "auto_deactivate")


def is_autoexec(name: str) -> bool:
    """Tell whether Excel runs a defined name by itself; what follows the name does not matter."""
    return name.lower().removeprefix("_xlnm.").startswith(_AUTO_NAMES)


def in_tokens(formula: bytes, sheet: str) -> set[MacroKeyword]:
    """Give the functions called in the tokens of a formula, or of many joined."""
    names = [_VARIABLE[int.from_bytes(hit, "little")] for hit in _VARIABLE_CALL.findall(formula)]
    names += [_FIXED[int.from_bytes(hit, "little")] for hit in _FIXED_CALL.findall(formula)]
    return {MacroKeyword(kind=KeywordKind.XLM, keyword=name, module=sheet) for name in names}


def in_text(formulas: str, sheet: str) -> set[MacroKeyword]:
    """Give the functions called in written formulas."""
    return {
        MacroKeyword(kind=KeywordKind.XLM, keyword=name.upper(), module=sheet)
        for name in _WRITTEN_CALL.findall(formulas)
    }
