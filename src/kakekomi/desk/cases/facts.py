"""A case as facts, so that the pack's queries can be asked of it.

Subjects are ``pc:12``, ``person:3``, ``account:5``, ``partner:7``, ``check:9`` (a mail, or a check
of a PC that nobody has named) and ``case:1``. The facts of a PC's checks stand under the PC: the
newest of each tool in full, of the older ones the result only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from kakekomi.desk.cases import models
from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.facts import case_tables as rows
from kakekomi.facts.mail_tables import OwnDomain
from kakekomi.facts.report_tables import AvScan
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.packs.model import Language

FULL_CHECKS: Final = 3
"""Checks of one PC whose facts are all read: one of each tool."""


def subject_of(
    row: models.Pc | models.Person | models.Account | models.Partner | models.Case,
) -> str:
    """The name of a row among the facts."""
    return f"{row._meta.model_name}:{row.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSource:
    """A check of the case; its facts stay in the database until they are asked for."""

    subject: str
    check: Check
    verdict: Verdict | None
    """Without its documents."""
    is_newest: bool
    """Of its tool, for this subject: its facts are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that the facts of a case are made from, as it stands in the database now."""

    rows: tuple[tuple[str, Row], ...]
    """By subject: what people entered and what was done."""
    checked: tuple[CheckedSource, ...]
    own_domains: tuple[str, ...]

    def digest(self) -> str:
        """The same for the same facts, whichever way they came into the database.

        Of checks and verdicts, which never change, the numbers; of everything else, all of it.
        """
        told = [
            [(subject, row.TABLE, row) for subject, row in self.rows],
            [
                (
                    one.subject,
                    one.is_newest,
                    (one.check.pk, one.check.kind, one.check.tool, one.check.facts_sha256),
                    one.check.created_at,
                    one.verdict and _mark(one.verdict),
                )
                for one in self.checked
            ],
            self.own_domains,
        ]
        return sha256(msgspec.json.encode(told)).hexdigest()


def _mark(verdict: Verdict) -> tuple[int, str, float, datetime]:
    return verdict.pk, verdict.verdict, verdict.weight_db, verdict.judged_at


def sources_of(case: models.Case) -> Sources:
    """A dozen short queries."""
    return Sources(
        rows=tuple(_entered_rows(case)),
        checked=tuple(_checked_sources(case)),
        own_domains=tuple(map(str, case.organization.own_domains)),
    )


def case_facts(case: models.Case, sources: Sources | None = None) -> tuple[SubjectFacts, ...]:
    """Everything that is known about the case."""
    sources = sources or sources_of(case)
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for subject, row in (*sources.rows, *_checked(sources)):
        found[subject].append(row)
    return tuple(
        SubjectFacts(subject=subject, kind=_kind(subject), rows=tuple(rows_of))
        for subject, rows_of in found.items()
    )


def _entered_rows(case: models.Case) -> Iterator[tuple[str, Row]]:
    organization = case.organization
    yield (
        subject_of(case),
        rows.Organization(name=organization.name, pcs_total=organization.pcs_total),
    )
    yield from _people(case)
    yield from _happened(case)


def _people(case: models.Case) -> Iterator[tuple[str, Row]]:
    for person in case.people.all():
        address = person.address or None
        yield subject_of(person), rows.Person(name=person.name, role=person.role, address=address)
    for pc in case.pcs.select_related("person"):
        user = subject_of(pc.person) if pc.person else None
        yield subject_of(pc), rows.Pc(hostname=pc.hostname, person=user, platform=pc.platform)
    for account in case.accounts.select_related("pc"):
        pc_subject = subject_of(account.pc) if account.pc else None
        yield (
            subject_of(account),
            rows.Account(pc=pc_subject, kind=account.kind, identifier=account.identifier),
        )
    for partner in case.partners.all():
        yield (
            subject_of(partner),
            rows.Partner(
                address=partner.address or None,
                name=partner.name or None,
                messages=partner.messages,
                last_at=partner.last_at,
            ),
        )


def _happened(case: models.Case) -> Iterator[tuple[str, Row]]:
    for answer in case.answers.all():
        yield (
            answer.subject,
            rows.Answer(
                question=answer.question, value=answer.value, answered_at=answer.answered_at
            ),
        )
    for said in case.declarations.all():
        yield (
            said.subject,
            rows.Declaration(step=said.step, person=said.said_by or None, at=said.at),
        )
    for action in case.actions.select_related("pc"):
        yield (
            subject_of(action.pc),
            rows.Action(
                kind=action.kind, target=action.target or None, status=action.status, at=action.at
            ),
        )
    for notice in case.notices.select_related("partner"):
        whom = subject_of(notice.partner) if notice.partner else subject_of(case)
        yield whom, rows.Notice(kind=notice.kind, status=notice.status, at=notice.at)
    for deadline in case.deadlines.all():
        yield (
            subject_of(case),
            rows.Deadline(kind=deadline.kind, due_at=deadline.due_at, met_at=deadline.met_at),
        )


def _checked_sources(case: models.Case) -> Iterator[CheckedSource]:
    linked = case.case_checks.select_related("checked", "pc").defer("checked__facts")
    links = list(linked.order_by("-checked__created_at", "-checked_id"))
    verdicts = current_verdicts(link.checked for link in links)
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        subject = subject_of(link.pc) if link.pc else f"check:{link.checked_id}"
        is_newest = link.checked.tool not in seen[subject]
        seen[subject].add(link.checked.tool)
        yield CheckedSource(
            subject=subject,
            check=link.checked,
            verdict=verdicts.get(link.checked_id),
            is_newest=is_newest,
        )


def _checked(sources: Sources) -> Iterator[tuple[str, Row]]:
    newest = [one.check.pk for one in sources.checked if one.is_newest]
    stored = Check.objects.in_bulk(newest)
    documents = Verdict.objects.in_bulk(
        [one.verdict.pk for one in sources.checked if one.is_newest and one.verdict]
    )
    for one in sources.checked:
        facts = stored[one.check.pk].subject_facts if one.is_newest else None
        yield one.subject, _result(one.check, one.verdict, facts)
        if facts is None:
            continue
        for row in facts.rows:
            yield one.subject, row
        whole = documents.get(one.verdict.pk) if one.verdict else None
        yield from ((one.subject, row) for row in _findings(whole))
        if one.check.kind == Kind.MAIL and not facts.of(OwnDomain):
            for domain in sources.own_domains:
                yield one.subject, OwnDomain(domain=domain)


def _findings(verdict: Verdict | None) -> Iterator[rows.Finding]:
    """What the rules found, as the newest verdict has it."""
    if verdict is None:
        return
    for finding in verdict.document_in(Language.JA).findings:
        yield rows.Finding(rule=finding.rule, weight_db=finding.weight_db)


def _result(check: Check, verdict: Verdict | None, facts: SubjectFacts | None) -> rows.CheckResult:
    scans = facts.of(AvScan) if facts else ()
    return rows.CheckResult(
        kind=check.kind,
        tool=check.tool,
        verdict=verdict.verdict if verdict else "not_checked",
        scope=next((scan.scope for scan in scans if scan.scope), None),
        checked_at=check.created_at,
    )


def current_verdicts(checks: Iterable[Check]) -> dict[int, Verdict]:
    """The newest verdict of each check, by the check's key; without their documents."""
    found = Verdict.objects.filter(
        checked__in=[check.pk for check in checks], is_current=True
    ).defer("document", "document_en")
    return {verdict.checked_id: verdict for verdict in found}


def _kind(subject: str) -> Kind:
    match subject.partition(":")[0]:
        case "pc":
            return Kind.PC
        case "check":
            return Kind.MAIL
        case _:
            return Kind.CASE
