"""Read what a workbook's list of sheets hides: hidden sheets, macro sheets, names that run.

``very hidden`` can only be set by a program and is not offered by "Unhide": honest add-ins use it
for their data, and droppers for their Excel 4.0 macro sheet.

Source: ECMA-376 part 1, sections 18.2.19 (sheet), 18.2.5 (definedName), 18.14 (external links)
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kakekomi.mail import markup, xlm
from kakekomi.mail.document import HiddenSheet, SheetKind, SheetState

MAX_SHEETS: Final = 1_024
"""Excel itself gets slow with a few hundred."""
MAX_NAMES: Final = 10_000
"""Old workbooks gather thousands of dead names; a name that runs may stand behind them."""

_PATH_LINK: Final = re.compile(r"<SupBook>\s*<Path>([^<|]{1,300}\|[^<]{1,2000})</Path>")
"""XML of 2003; takes ``<Path>cmd|/c x</Path>``; refuses ``<Path>C:\a.xls</Path>``, no DDE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One entry of the workbook's list."""

    name: str
    state: str
    """``visible``, ``hidden`` or ``veryHidden``."""
    relation: str
    """Id of the relationship that leads to the sheet's part."""


def sheets(workbook: str) -> list[Sheet]:
    """Give the sheets of ``xl/workbook.xml`` in order."""
    found: list[Sheet] = []
    for tag in markup.tags(workbook, "sheet"):
        values = markup.attributes(tag)
        relation = next((value for key, value in values.items() if key.endswith(":id")), "")
        found.append(
            Sheet(
                name=values.get("name", ""),
                state=values.get("state", "visible"),
                relation=relation,
            )
        )
        if len(found) == MAX_SHEETS:
            break
    return found


def names(workbook: str) -> list[str]:
    """Give the defined names of ``xl/workbook.xml``."""
    found = (markup.attributes(tag).get("name", "") for tag in markup.tags(workbook, "definedName"))
    return list(islice(found, MAX_NAMES))


def dde(external_link: str) -> list[str]:
    """Give service and topic of each DDE link of a part, or of a workbook in XML of 2003."""
    found = map(markup.attributes, islice(markup.tags(external_link, "ddeLink"), MAX_SHEETS))
    links = [f"{values.get('ddeService', '')}|{values.get('ddeTopic', '')}" for values in found]
    return links + [markup.unescape(path) for path in _PATH_LINK.findall(external_link)]


def hidden(found: Iterable[Sheet], relation_types: Mapping[str, str]) -> list[HiddenSheet]:
    """Give the sheets that are not shown; ``relation_types`` tells macro sheets from others."""
    states = {"hidden": SheetState.HIDDEN, "veryHidden": SheetState.VERY_HIDDEN}
    return [
        HiddenSheet(
            name=sheet.name,
            state=states[sheet.state],
            kind=_kind(relation_types.get(sheet.relation, "")),
        )
        for sheet in found
        if sheet.state in states
    ]


def autoexec_names(defined: Iterable[str]) -> list[str]:
    """Give the defined names that Excel runs by itself, as stored."""
    return [name for name in defined if xlm.is_autoexec(name)]


def _kind(relation_type: str) -> SheetKind:
    last = relation_type.rpartition("/")[2].lower()
    if "macrosheet" in last:
        return SheetKind.MACRO
    return SheetKind.WORKSHEET if last in {"worksheet", ""} else SheetKind.OTHER
