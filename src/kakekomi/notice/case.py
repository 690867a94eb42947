"""What a case says for a notice, and who must not send it.

Only what the case proves goes into the statement: counts of PCs, the day of the first finding, the
marks of the forged mails, the steps that are done. The rest stays for people to fill in.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from kakekomi.facts.case_tables import Account, CheckResult, Finding, Organization, Pc, Person
from kakekomi.facts.mail_tables import Message, Received
from kakekomi.facts.pc_setting_tables import MailAccount
from kakekomi.facts.subject import SubjectFacts
from kakekomi.notice.address_form import canonical
from kakekomi.notice.checker import Suspects
from kakekomi.notice.statement import Infection, Statement
from kakekomi.packs.model import Language, Pack
from kakekomi.packs.notices import Notices

BAD: Final = frozenset({"detected", "suspicious"})

CLEAN: Final = "nothing_found"

MAX_MARKS: Final = 6
"""Marks of forged mails in a notice: more are not read."""


def statement_of(
    case: Sequence[SubjectFacts],
    pack: Pack,
    notices: Notices,
    language: Language,
    *,
    done_steps: Collection[str] = (),
    zone: tzinfo | None = UTC,
) -> Statement:
    """What the case proves, in the language; what it does not say is left empty.

    ``zone`` is where people are: days are theirs.
    """
    pcs = _latest_of_pcs(case)
    infected = [subject for subject, verdict in pcs.items() if verdict == "detected"]
    checked = [subject for subject, verdict in pcs.items() if verdict in {*BAD, CLEAN}]
    found = _first_found(case)
    received = _received(case)
    measures = [one.says.of(language) for one in notices.measure if one.step in done_steps]
    return Statement(
        organization=next((row.name for facts in case for row in facts.of(Organization)), ""),
        found_on=_day(found, zone) if found else None,
        infection=_infection(case, pcs),
        infected_pcs=len(infected) or None,
        checked_pcs=len(checked) or None,
        spoof_marks=_marks(case, pack, language),
        measures=tuple(measures),
        mail_received_on=_day(received[1], zone) if received else None,
        mail_subject=received[0] if received else "",
        done_steps=tuple(sorted(done_steps)),
    )


def _latest_of_pcs(case: Iterable[SubjectFacts]) -> Mapping[str, str]:
    """The verdict of the last check of each PC; "not_checked" of one that had none."""
    verdicts: dict[str, str] = {}
    for facts in case:
        checks = [row for row in facts.of(CheckResult) if row.kind in {"pc", "report"}]
        if checks:
            verdicts[facts.subject] = max(checks, key=_when).verdict
        elif facts.of(Pc):
            verdicts[facts.subject] = "not_checked"
    return verdicts


def _when(check: CheckResult) -> tuple[bool, float]:
    at = check.checked_at
    return at is not None, at.timestamp() if at is not None else 0.0


def _first_found(case: Iterable[SubjectFacts]) -> datetime | None:
    """When something was first found."""
    times = (
        row.checked_at
        for facts in case
        for row in facts.of(CheckResult)
        if row.verdict in BAD and row.checked_at is not None
    )
    return min(times, default=None)


def _infection(case: Iterable[SubjectFacts], pcs: Mapping[str, str]) -> Infection:
    """NOT_FOUND only if every PC that there is was checked and had nothing."""
    if any(verdict == "detected" for verdict in pcs.values()):
        return Infection.CONFIRMED
    stated = [row.pcs_total for facts in case for row in facts.of(Organization) if row.pcs_total]
    clean = sum(verdict == CLEAN for verdict in pcs.values())
    is_whole = bool(stated) and clean == len(pcs) and clean >= max(stated)
    return Infection.NOT_FOUND if is_whole else Infection.INVESTIGATING


def _day(at: datetime, zone: tzinfo | None) -> date:
    """The day there; a forged mail may bear a time at the end of all times."""
    try:
        return at.astimezone(zone).date()
    except OverflowError:
        return at.date()


def _received(case: Iterable[SubjectFacts]) -> tuple[str, datetime] | None:
    """Subject and time of the first dangerous mail, as our server saw it come."""
    for facts in case:
        if not any(row.kind == "mail" and row.verdict in BAD for row in facts.of(CheckResult)):
            continue
        for message in facts.of(Message):
            hops = [row.received_at for row in facts.of(Received) if row.received_at]
            at = max(hops, default=message.date_at)
            if at is not None:
                return message.subject_line or "", at
    return None


def _marks(case: Iterable[SubjectFacts], pack: Pack, language: Language) -> tuple[str, ...]:
    titles = {rule.id: rule.title.of(language) for rule in pack.rules if rule.weight_db > 0}
    counts = Counter(
        row.rule
        for facts in case
        if any(check.kind == "mail" and check.verdict in BAD for check in facts.of(CheckResult))
        for row in facts.of(Finding)
        if row.rule in titles
    )
    usual = sorted(counts, key=lambda rule: (-counts[rule], rule))[:MAX_MARKS]
    return tuple(titles[rule] for rule in usual)


def suspects_of(case: Sequence[SubjectFacts]) -> Suspects:
    """PCs whose last check found something, and the accounts that were used on them."""
    bad = {subject for subject, verdict in _latest_of_pcs(case).items() if verdict in BAD}
    names, addresses = set[str](), set[str]()
    owners = set[str]()
    for facts in case:
        if facts.subject in bad:
            names |= {facts.subject.casefold(), *(row.hostname.casefold() for row in facts.of(Pc))}
            owners |= {row.person for row in facts.of(Pc) if row.person}
            addresses |= {row.address for row in facts.of(MailAccount)}
    for facts in case:
        addresses |= {row.identifier for row in facts.of(Account) if row.pc in bad}
        if facts.subject in owners:
            addresses |= {row.address for row in facts.of(Person) if row.address}
    return Suspects(
        addresses=frozenset(canonical(one) for one in addresses if "@" in one),
        hostnames=frozenset(names),
    )
