"""Tables about one case. Subject: what the row is about (a PC, a person, a mail, the case).

The steps of the playbook are queries over these; the desk fills them, and so does a single check
(one PC or one mail is a case of one subject).
"""

from datetime import datetime
from typing import Annotated, ClassVar

from kakekomi.facts.row import Row, doc


class Organization(Row, frozen=True, kw_only=True):
    """Whose case it is."""

    TABLE: ClassVar[str] = "organization"
    name: Annotated[str, doc("Name")]
    pcs_total: Annotated[int | None, doc("Number of PCs that the organization says it has")] = None


class Person(Row, frozen=True, kw_only=True):
    """Somebody of the organization. Subject: the person."""

    TABLE: ClassVar[str] = "person"
    name: Annotated[str, doc("Name")]
    role: Annotated[str, doc("employee, administrator or manager")] = "employee"
    address: Annotated[str | None, doc("Mail address")] = None


class Pc(Row, frozen=True, kw_only=True):
    """A PC of the organization. Subject: the PC."""

    TABLE: ClassVar[str] = "pc"
    hostname: Annotated[str, doc("Name")]
    person: Annotated[str | None, doc("Main user: subject of a person")] = None
    platform: Annotated[str, doc("windows, darwin, linux, ios, android")] = "windows"


class Account(Row, frozen=True, kw_only=True):
    """An account that was used on a PC. Subject: the account."""

    TABLE: ClassVar[str] = "account"
    pc: Annotated[str | None, doc("Subject of the PC it was used on")] = None
    kind: Annotated[str, doc("mail, windows, browser_saved, vpn, cloud, bank, card …")] = "mail"
    identifier: Annotated[str, doc("Address or user name; never a password")] = ""


class Partner(Row, frozen=True, kw_only=True):
    """Somebody outside who may get spoofed mail. Subject: the partner."""

    TABLE: ClassVar[str] = "partner"
    address: Annotated[str | None, doc("Mail address")] = None
    name: Annotated[str | None, doc("Name")] = None
    messages: Annotated[int, doc("Mails exchanged")] = 0
    last_at: Annotated[datetime | None, doc("Last mail exchanged")] = None


class CheckResult(Row, frozen=True, kw_only=True):
    """A check of a mail or PC and its verdict. Subject: what was checked."""

    TABLE: ClassVar[str] = "check_result"
    kind: Annotated[str, doc("mail, pc or report")]
    tool: Annotated[str, doc("kakekomi, emocheck, defender or clamav")] = "kakekomi"
    verdict: Annotated[str, doc("detected, suspicious, nothing_found or not_checked")] = (
        "not_checked"
    )
    scope: Annotated[str | None, doc("full for a scan of all files")] = None
    checked_at: Annotated[datetime | None, doc("When")] = None


class Finding(Row, frozen=True, kw_only=True):
    """A rule that fired. Subject: what was checked."""

    TABLE: ClassVar[str] = "finding"
    rule: Annotated[str, doc("Rule id")]
    weight_db: Annotated[float, doc("Its weight in decibans")] = 0.0


class Answer(Row, frozen=True, kw_only=True):
    """An answer of a person to a question of the triage. Subject: the person or PC meant."""

    TABLE: ClassVar[str] = "answer"
    question: Annotated[str, doc("Question id")]
    value: Annotated[str, doc("Answer id")]
    answered_at: Annotated[datetime | None, doc("When")] = None


class Action(Row, frozen=True, kw_only=True):
    """A change to a system. Subject: the PC."""

    TABLE: ClassVar[str] = "action"
    kind: Annotated[str, doc("save_evidence, end_process, quarantine_file, isolate_network …")]
    target: Annotated[str | None, doc("File, entry or process")] = None
    status: Annotated[str, doc("planned, applied, verified, undone or failed")] = "planned"
    at: Annotated[datetime | None, doc("When it reached the status")] = None


class Declaration(Row, frozen=True, kw_only=True):
    """Somebody says that a step is done for the subject: weaker than proof, and kept apart."""

    TABLE: ClassVar[str] = "declaration"
    step: Annotated[str, doc("Step id")]
    person: Annotated[str | None, doc("Who says so")] = None
    at: Annotated[datetime | None, doc("When")] = None


class Notice(Row, frozen=True, kw_only=True):
    """A notice to somebody. Subject: the partner, person or public it goes to."""

    TABLE: ClassVar[str] = "notice"
    kind: Annotated[str, doc("partners, sender, affected, public, telephone or internal")]
    status: Annotated[str, doc("draft, approved, sent or bounced")] = "draft"
    at: Annotated[datetime | None, doc("When it reached the status")] = None


class Deadline(Row, frozen=True, kw_only=True):
    """A date that the law or a contract sets. Subject: the case."""

    TABLE: ClassVar[str] = "deadline"
    kind: Annotated[str, doc("first_report, final_report …")]
    due_at: Annotated[datetime, doc("When it is due")]
    met_at: Annotated[datetime | None, doc("When it was met; NULL open")] = None


class Pattern(Row, frozen=True, kw_only=True):
    """An infection pattern that the pack recognized. Subject: the PC, person or mail it is about.

    Derived by the guide from the other facts before steps are asked, so that "who is exposed" is
    said in one query of the pack and not in each step again.
    """

    TABLE: ClassVar[str] = "pattern"
    pattern: Annotated[str, doc("Pattern id: opened_attachment, our_name_abused, received_only …")]


class Stage(Row, frozen=True, kw_only=True):
    """A stage that a subject has reached; stages passed earlier stay. Derived like ``pattern``."""

    TABLE: ClassVar[str] = "stage"
    stage: Annotated[str, doc("prevention, suspected, infected, recovery or closed")]
