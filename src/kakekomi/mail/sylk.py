"""Read a symbolic link file (.slk), a text format that Excel still opens, macros and all.

Layout: one record a line, fields separated by ``;``. ``ID;`` comes first; ``O;…;E`` says that it is
a macro sheet; ``NN;NAuto_open;E…`` defines a name; ``C;…;EEXEC("…")`` is a formula.

Source: "SYLK file format" as published by Microsoft for Multiplan, and what Excel writes
"""

from itertools import islice
from typing import Final

from kakekomi.mail import workbook, xlm
from kakekomi.mail.document import OfficeFormat
from kakekomi.mail.draft import Draft

SIGNATURE: Final = b"ID;"
MAX_LINES: Final = 50_000
"""Honest exports can be longer; macros stand in front of the data or make the file small."""
MAX_LINE_CHARS: Final = 4_096
"""Excel's formulas of that time have at most 1,024."""


def read(data: bytes) -> Draft:
    """Read a file whose signature was seen."""
    draft = Draft(format=OfficeFormat.SYLK)
    names: list[str] = []
    formulas: list[str] = []
    lines = data[: MAX_LINES * 256].decode("cp1252", "replace").splitlines()
    for line in islice(lines, MAX_LINES):
        kind, *fields = line[:MAX_LINE_CHARS].split(";")
        if kind == "O" and "E" in fields:
            draft.xlm = True
        elif kind == "NN":
            names.extend(field[1:] for field in fields if field.startswith("N"))
        elif kind == "C":
            formulas.extend(field for field in fields if field.startswith("E"))
    draft.xlm_autoexec.extend(workbook.autoexec_names(names))
    draft.xlm = draft.xlm or bool(draft.xlm_autoexec)
    if draft.xlm:
        draft.other_keywords.extend(xlm.in_text("\n".join(field[1:] for field in formulas), "slk"))
    draft.add_text("\n".join(lines))
    return draft
