"""Builders of case facts, and the cases that between them need every step of the playbook."""

from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType

from kakekomi.facts.case_tables import (
    Account,
    Answer,
    CheckResult,
    Declaration,
    Organization,
    Partner,
    Pc,
    Person,
)
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.case import Case
from kakekomi.judge.verdict import Finding, Judgement, Verdict
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.load import load_embedded, load_files
from kakekomi.packs.model import Pack

NOW = datetime(2022, 3, 7, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@cache
def emotet() -> Pack:
    return load_embedded()


@cache
def opened_pack() -> Case:
    """One database for all tests; each opens its own case."""
    return Case(emotet())


def pack_with(name: str, text: str) -> Pack:
    """The Emotet pack with one file replaced or added."""
    files = emotet().files
    contents = {path: files.read(path) for path in files.names()}
    return load_files(MemoryFiles({**contents, name: text.encode()}))


def open_case(*subjects: SubjectFacts) -> Case:
    case = opened_pack()
    case.open(subjects)
    return case


def make_subject(name: str, *rows: Row, kind: Kind = Kind.CASE) -> SubjectFacts:
    return SubjectFacts(subject=name, kind=kind, rows=rows)


def make_organization(*rows: Row, pcs_total: int | None = None) -> SubjectFacts:
    return make_subject("case", Organization(name="Example", pcs_total=pcs_total), *rows)


def make_pc(name: str, *rows: Row, person: str | None = None) -> SubjectFacts:
    return make_subject(name, Pc(hostname=name, person=person), *rows)


def make_person(name: str, *rows: Row) -> SubjectFacts:
    return make_subject(name, Person(name=name, address=f"{name}@example.jp"), *rows)


def make_check(
    verdict: str, *, kind: str = "pc", tool: str = "kakekomi", days: int = 0
) -> CheckResult:
    return CheckResult(kind=kind, verdict=verdict, tool=tool, checked_at=NOW + days * DAY)


def make_answer(question: str, value: str, *, days: int = 0) -> Answer:
    return Answer(question=question, value=value, answered_at=NOW + days * DAY)


def make_declaration(step: str, *, days: int = 0) -> Declaration:
    return Declaration(step=step, at=NOW + days * DAY)


def make_judgement(
    verdict: Verdict,
    *,
    kind: Kind = Kind.PC,
    findings: tuple[Finding, ...] = (),
    gaps: tuple[Gap, ...] = (),
) -> Judgement:
    return Judgement(
        subject="it",
        kind=kind,
        verdict=verdict,
        weight_db=0.0,
        findings=findings,
        gaps=gaps,
        pack_id="emotet",
        pack_version=emotet().version,
    )


INFECTED_OFFICE = (
    make_organization(pcs_total=2),
    make_person("sato", make_answer("opened", "yes"), make_answer("kind", "content_enabled")),
    make_pc("PC-1", make_check("detected"), person="sato"),
    make_pc("PC-2"),
    make_subject("sato-mail", Account(pc="PC-1", kind="mail")),
    make_subject("sato-vpn", Account(pc="PC-1", kind="vpn")),
    make_subject("sato-card", Account(pc="PC-1", kind="card")),
    make_subject("partner-a", Partner(address="a@partner.example")),
    make_subject("mail-1", make_check("detected", kind="mail")),
)
"""Pattern 1, as far as it can go: opened, content enabled, detected."""

ABUSED_NAME = (
    make_organization(),
    make_person("sato", make_answer("our_name", "yes"), make_answer("opened", "no")),
    make_pc("PC-1", person="sato"),
)
"""Pattern 2: told of mails in our name; nothing opened as far as anybody knows."""

REINSTALLED = (
    make_organization(),
    make_pc("PC-1", make_check("detected"), make_declaration("reinstall", days=1)),
)
"""Recovery: detected, then reinstalled."""

RECEIVED = (
    make_organization(),
    make_subject("mail-1", make_check("suspicious", kind="mail")),
)
"""A suspicious mail arrived."""

QUIET = (
    make_organization(),
    make_pc(
        "PC-1",
        make_check("nothing_found"),
        Gap(what=What.HIVE, why=Why.UNREADABLE, detail="sato"),
    ),
    make_pc("PC-2", make_check("not_checked")),
    make_subject("mac", Pc(hostname="mac", platform="darwin")),
    make_subject(
        "mail-1",
        make_check("nothing_found", kind="mail"),
        Gap(what=What.ATTACHMENT, why=Why.ENCRYPTED, detail="a.zip"),
    ),
)
"""Nothing found, something not checked, a Mac."""

CASES = MappingProxyType(
    {
        "infected office": INFECTED_OFFICE,
        "abused name": ABUSED_NAME,
        "reinstalled": REINSTALLED,
        "received": RECEIVED,
        "quiet": QUIET,
    }
)
