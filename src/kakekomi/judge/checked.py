"""Decide whether anything of a subject could be judged at all.

A partial gap changes no verdict. But where nothing was seen, "nothing found" would be a lie: a
file that is no mail, a Mac given to the PC check, a report that broke off, rules that all failed.
"""

from collections.abc import Mapping
from typing import Final

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Message, YaraMatch
from kakekomi.facts.pc_tables import (
    File,
    Launch,
    OfficeTrust,
    Processes,
    Registry,
    ScheduledTasks,
    Services,
    StartupItems,
)
from kakekomi.facts.report_tables import AvScan, AvThreat, EmocheckReport
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts

REPORT_TABLES: Final[frozenset[type[Row]]] = frozenset({AvScan, AvThreat, EmocheckReport})

PC_TABLES: Final[frozenset[type[Row]]] = frozenset(
    (
        File,
        Launch,
        OfficeTrust,
        Processes,
        Registry,
        ScheduledTasks,
        Services,
        StartupItems,
        YaraMatch,
    )
)

SEEN_TABLES: Final[Mapping[Kind, frozenset[type[Row]]]] = {
    Kind.MAIL: frozenset({Message}),
    Kind.PC: REPORT_TABLES | PC_TABLES,
    Kind.REPORT: REPORT_TABLES,
    Kind.CASE: frozenset(),
}
"""A row of one of these means that there was something to judge; names and versions are not."""

WHOLE: Final = frozenset(
    {
        (What.PC, Why.NOT_APPLICABLE),
        (What.PC, Why.UNSUPPORTED),
        (What.REPORT, Why.TRUNCATED),
        (What.REPORT, Why.DAMAGED),
        (What.REPORT, Why.UNREADABLE),
        (What.REPORT, Why.UNSUPPORTED),
    }
)
"""Gaps that concern the subject as a whole."""


def is_checked(facts: SubjectFacts, *, rules: int, failed: int) -> bool:
    """Whether rows were seen, no gap covers all of it, and not all rules failed."""
    seen = SEEN_TABLES[facts.kind]
    if not any(type(row) in seen for row in facts.rows):
        return False
    if any(type(row) is Gap and (row.what, row.why) in WHOLE for row in facts.rows):
        return False
    return failed < rules or not rules
