"""Tell whose report a file is, and turn it into facts about the PC it was made on.

A report that was read says yes or no for its host; one that cannot be read to its result is an
error. A "no" never stands alone: what the tool could not see follows as gaps.
"""

import re
from typing import Final

from kakekomi.facts.errors import UnsupportedError
from kakekomi.facts.gap import What, Why
from kakekomi.facts.pc_tables import Collection, SystemInfo
from kakekomi.facts.report_tables import EmocheckReport
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.host import clamav, defender, emocheck, emocheck_json
from kakekomi.host.emocheck import Emocheck
from kakekomi.host.report_text import base_name, lines_of, utf8_of

LAST_EMOCHECK = (2, 4)
"""Version 2.4.0 of 2023-03-19 is the last there is."""
VERSION_PATTERN: Final = re.compile(r"\A[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}\Z")
"""Takes ``2.4.0``; refuses ``2.x`` and ``2.``, which an edited report may say."""


def read_report(data: bytes, *, file_name: str) -> SubjectFacts:
    """Facts of one EmoCheck, Defender or ClamAV report; the subject is its host, else the file.

    Raises: ParseError if it is empty or has no result; UnsupportedError if it is no known report.
    """
    lines = lines_of(data, where=file_name)
    text = utf8_of(data)
    if emocheck_json.is_json(text):
        found = emocheck_json.parse_json(text, where=file_name)
        return _emocheck_facts(found, file_name=file_name, form="json")
    if emocheck.is_txt(lines):
        found = emocheck.parse_txt(lines, where=file_name)
        return _emocheck_facts(found, file_name=file_name, form="txt")
    facts = FactsBuilder(base_name(file_name), Kind.REPORT)
    facts.add(Collection(source="report"))
    if clamav.is_clamav(lines):
        facts.add(*clamav.read(lines, where=file_name))
    elif defender.is_defender(lines):
        facts.add(*defender.read(lines, where=file_name))
    else:
        raise UnsupportedError(
            f"{file_name}: no known report of EmoCheck, Microsoft Defender or ClamAV"
        )
    facts.gap(What.PC, Why.MISSING, base_name(file_name))
    return facts.build()


def _emocheck_facts(found: Emocheck, *, file_name: str, form: str) -> SubjectFacts:
    hostname = found.hostname or emocheck.named_host(file_name)
    facts = FactsBuilder(hostname or base_name(file_name), Kind.REPORT)
    facts.add(
        Collection(source="report"),
        EmocheckReport(
            version=found.version,
            scanned_at=found.scanned_at or emocheck.named_time(file_name),
            hostname=hostname,
            is_infected=found.is_infected,
            language=found.language,
            format=form,
        ),
        *found.processes,
    )
    if hostname:
        facts.add(SystemInfo(hostname=hostname))
    _note_gaps(found, facts, file_name=file_name, is_named=bool(hostname))
    return facts.build()


def _note_gaps(found: Emocheck, facts: FactsBuilder, *, file_name: str, is_named: bool) -> None:
    if found.is_cut:
        facts.gap(What.REPORT, Why.TRUNCATED, base_name(file_name))
    if not is_named:
        facts.gap(What.PC, Why.MISSING, base_name(file_name))
    if _is_before_last(found.version):
        facts.gap(What.REPORT, Why.OUTDATED, f"EmoCheck {found.version}")
    facts.gap(What.OTHER_MALWARE, Why.BEYOND_THIS_CHECK, "EmoCheck")


def _is_before_last(version: str | None) -> bool:
    """Whether there is a later EmoCheck; of what is no version it is not known."""
    if version is None or not VERSION_PATTERN.match(version):
        return False
    return tuple(map(int, version.split("."))) < LAST_EMOCHECK
