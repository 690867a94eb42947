"""What the pages of a case show, in the reader's language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kakekomi.desk.cases import deadlines, models
from kakekomi.desk.cases.facts import current_verdicts, subject_of
from kakekomi.desk.cases.standing import Column, LedgerRow, Mark, Standing, standing_of
from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.words import current as language
from kakekomi.guide.closing import CLOSE_STEP
from kakekomi.guide.tasks import Task, is_lasting
from kakekomi.packs.model import Proof, Role, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """For whom a step is to be done."""

    name: str
    """As among the facts."""
    about: str
    """As people call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A step and for whom it is left to do, in words."""

    step: Step
    subjects: tuple[Subject, ...]
    says: str
    danger: str
    needs_proof: bool
    """Facts can show it; then saying so is the weaker way."""
    takes_word: bool
    """Saying so counts at all; nobody's word replaces a scan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Whose tasks these are."""

    person: models.Person | None
    role: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A check of the case and its verdict."""

    check: Check
    pc: models.Pc | None
    verdict: Verdict | None
    history: int
    """How many packs have judged it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A case in one line of a list."""

    case: models.Case
    stage: str
    pcs: int
    missing: int
    open_tasks: int
    clock: deadlines.Clock | None


def overview(case: models.Case) -> Overview:
    """One line of the list of cases."""
    standing = standing_of(case)
    clocks = deadlines.clocks(case, timezone.now())
    return Overview(
        case=case,
        stage=standing.stage.value,
        pcs=len(standing.ledger),
        missing=sum(row.is_missing for row in standing.ledger) + standing.missing,
        open_tasks=len(standing.closing.open_tasks),
        clock=next((one for one in clocks if one.deadline.met_at is None), None),
    )


def case_page(standing: Standing, now: datetime) -> dict[str, object]:
    """Everything about one case."""
    case = standing.case
    return {
        "case": case,
        "standing": standing,
        "stage": standing.stage.value,
        "ledger": standing.ledger,
        "columns": [column.value for column, _ in _first(standing.ledger)],
        "people": people_of(standing),
        "waiting": [row for row in task_rows(standing) if _is_decision(row.step)],
        "found": found_rows(case),
        "accounts": account_rows(standing),
        "partners": partner_rows(case),
        "told": case.notices.select_related("partner"),
        "drafts": case.notice_drafts.all(),
        "timeline": case.timeline.all(),
        "evidence": case.evidence.select_related("pc"),
        "clocks": deadlines.clocks(case, now),
        "due": deadlines.due(deadlines.given(case)).value,
        "given": [(one.value, said) for one, said in deadlines.given(case).items()],
        "barring": _rows(standing, standing.closing.open_tasks),
        "declared": case.declarations.exclude(step=CLOSE_STEP),
    }


def _first(ledger: tuple[LedgerRow, ...]) -> tuple[tuple[Column, Mark], ...]:
    return ledger[0].marks if ledger else ()


REINSTALL = "reinstall"
"""Done by an administrator, but whether to do it costs days of work: a manager decides."""


def _is_decision(step: Step) -> bool:
    return step.role is Role.MANAGER or step.id == REINSTALL


DECLARATION = "declaration"
"""The table of what people say; a step whose proof does not ask it takes nobody's word."""


def task_rows(standing: Standing) -> list[TaskRow]:
    """All tasks of the incident, in the order in which to do them."""
    return _rows(standing, incident_tasks(standing))


def incident_tasks(standing: Standing) -> list[Task]:
    """What is to do in the incident; closing is decided on the case page and nowhere else."""
    return [
        task for task in standing.tasks if not is_lasting(task.step) and task.step.id != CLOSE_STEP
    ]


def people_of(standing: Standing) -> list[PersonRow]:
    """Tasks by who does them: the user of the PC, else whoever has the role."""
    users = {
        subject_of(pc): pc.person for pc in standing.case.pcs.select_related("person") if pc.person
    }
    users |= {
        subject_of(account): account.pc.person
        for account in standing.case.accounts.select_related("pc__person")
        if account.pc is not None and account.pc.person is not None
    }
    persons = {subject_of(person): person for person in standing.case.people.all()}
    by_role = {person.role: person for person in reversed(persons.values())}
    grouped: defaultdict[tuple[int, str], list[Task]] = defaultdict(list)
    known: dict[int, models.Person] = {}
    for task in incident_tasks(standing):
        role = task.step.role.value
        person = persons.get(task.subject)
        if person is None:
            person = users.get(task.subject) if role == Role.EMPLOYEE else by_role.get(role)
        if person is not None:
            known[person.pk] = person
        grouped[person.pk if person else 0, role].append(task)
    return [
        PersonRow(person=known.get(pk), role=role, tasks=tuple(_rows(standing, tasks)))
        for (pk, role), tasks in grouped.items()
    ]


def _rows(standing: Standing, tasks: Sequence[Task]) -> list[TaskRow]:
    """One row for each step, in the order of the tasks."""
    by_step: dict[str, list[Task]] = {}
    for task in tasks:
        by_step.setdefault(task.step.id, []).append(task)
    return [_row(same, standing.names) for same in by_step.values()]


def _row(tasks: Sequence[Task], names: Mapping[str, str]) -> TaskRow:
    step, spoken = tasks[0].step, language.get()
    subjects = (Subject(name=it.subject, about=names.get(it.subject, it.subject)) for it in tasks)
    return TaskRow(
        step=step,
        subjects=tuple(subjects),
        says=step.says.of(spoken),
        danger=step.danger.of(spoken) if step.danger else "",
        needs_proof=step.proof is Proof.FACT,
        takes_word=DECLARATION in step.proven_sql,
    )


def found_rows(case: models.Case) -> list[FoundRow]:
    """All checks, the newest first."""
    linked = case.case_checks.select_related("checked", "pc").defer("checked__facts")
    links = list(linked.order_by("-id"))
    verdicts = current_verdicts(link.checked for link in links)
    history: defaultdict[int, int] = defaultdict(int)
    for pk in Verdict.objects.filter(checked__case_checks__case=case).values_list(
        "checked_id", flat=True
    ):
        history[pk] += 1
    return [
        FoundRow(
            check=link.checked,
            pc=link.pc,
            verdict=verdicts.get(link.checked_id),
            history=history[link.checked_id],
        )
        for link in links
    ]


ACCOUNT_ORDER = ("mail", "windows", "browser_saved", "vpn", "cloud", "bank", "card")
"""In which passwords are changed: the mailbox first, for all others can be reset through it."""

STEPS_OF_ACCOUNTS = frozenset({"change-mail-password", "change-other-passwords", "credit-cards"})


def account_rows(standing: Standing) -> list[tuple[models.Account, bool]]:
    """Accounts in the order in which they are due, and whether each still is."""
    due = {task.subject for task in standing.tasks if task.step.id in STEPS_OF_ACCOUNTS}
    known = {kind: at for at, kind in enumerate(ACCOUNT_ORDER)}
    accounts = sorted(
        standing.case.accounts.select_related("pc"),
        key=lambda one: (known.get(one.kind, len(known)), one.pk),
    )
    return [(account, subject_of(account) in due) for account in accounts]


def partner_rows(case: models.Case) -> list[tuple[models.Partner, models.NoticeSent | None]]:
    """Partners, and by what they were told."""
    told = {
        notice.partner_id: notice
        for notice in case.notices.filter(status="sent").order_by("-at")
        if notice.partner_id
    }
    rows = [(partner, told.get(partner.pk)) for partner in case.partners.all()]
    return sorted(rows, key=lambda row: row[1] is not None)


def pack_words() -> str:
    """By which knowledge this was judged."""
    pack = current_pack()
    return f"{pack.id} {pack.version}"
