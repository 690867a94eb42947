"""Texts that the facts of a case fill in: the items of the leak report, and notices.

Only what the case proves is put in; the rest is a mark for people to fill in. What somebody has
written is never written over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.utils import timezone

from kakekomi.desk.cases.deadlines import Item
from kakekomi.desk.cases.models import Case, NoticeDraft, NoticeSent
from kakekomi.desk.cases.page import FoundRow
from kakekomi.desk.cases.standing import Standing
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.words import current, word
from kakekomi.guide.case import Case as GuideCase
from kakekomi.guide.done import done_steps
from kakekomi.notice.case import statement_of, suspects_of
from kakekomi.notice.checker import Envelope, Subject, Suspects, check
from kakekomi.notice.refusal import Refusal, RefusalCode
from kakekomi.notice.statement import Statement, merged
from kakekomi.notice.template import compose, read_text, write_text
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind, Notices, notice_template, read_notices


def report_texts(standing: Standing, found: Sequence[FoundRow]) -> dict[Item, str]:
    """Each item: as somebody wrote it, else as the facts say it."""
    written = {one.item: one.text for one in standing.case.report_items.all()}
    proven = _proven(standing, found)
    return {item: written.get(item) or proven[item] for item in Item}


def _proven(standing: Standing, found: Sequence[FoundRow]) -> dict[Item, str]:
    case = standing.case
    told = case.notices.filter(status="sent")
    personal = told.exclude(kind__in=("public", "internal"))
    spoofs = sum(row.pc is None and _is_bad(row) for row in found)
    return {
        Item.OUTLINE: word(
            "cases.draft_text.outline",
            organization=case.organization.name,
            date=_day(case.known_at or case.opened_at),
            pcs=len(standing.ledger),
            detected=sum(row.verdict == "detected" for row in standing.ledger),
        ),
        Item.DATA: word("cases.draft_text.data"),
        Item.PERSONS: word("cases.draft_text.persons", count=case.partners.count()),
        Item.CAUSE: word("cases.draft_text.cause"),
        Item.DAMAGE: word("cases.draft_text.damage", count=spoofs),
        Item.TOLD_PERSONS: word("cases.draft_text.told_persons", count=personal.count()),
        Item.PUBLISHED: _published(told.filter(kind="public").order_by("at").first()),
        Item.PREVENTION: word("cases.draft_text.prevention", count=case.declarations.count()),
        Item.OTHER: word("cases.draft_text.open"),
    }


def _published(first: NoticeSent | None) -> str:
    if first is None:
        return word("cases.draft_text.open")
    return word("cases.draft_text.published", date=_day(first.at))


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}"


def _is_bad(row: FoundRow) -> bool:
    return row.verdict is not None and row.verdict.verdict in {"detected", "suspicious"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to mend before a notice can be approved."""

    line: int
    """0 if it is about no one line."""
    says: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """A notice as it stands, and what speaks against sending it."""

    kind: NoticeKind
    title: str
    draft: NoticeDraft | None
    """As somebody wrote it; None: as the facts fill the pack's template."""
    text: str
    statement: Statement
    """What it is filled with and measured by."""
    points: tuple[Point, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The text, line by line."""
        return tuple(self.text.splitlines())


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """To whom and from where a notice would go."""

    names: frozenset[str] = frozenset()
    """Names, addresses and domains of those it goes to."""
    login: str = ""
    """Account that the mail server knows us by."""
    hostname: str = ""


def notice_page(
    standing: Standing, kind: NoticeKind, language: Language, way: Way = Way()
) -> NoticePage:
    """The draft of the case, or a new one from the pack's template."""
    pack = current_pack()
    notices = read_notices(pack)
    statement = _statement(standing, language)
    draft = standing.case.notice_drafts.filter(kind=kind, language=language).first()
    if draft is not None:
        text = draft.text
    else:
        template = notice_template(pack, kind, language)
        titles = notices.titles(language)
        text = write_text(compose(template, statement, language, titles), language)
    subject = Subject(
        kind=kind,
        language=language,
        notice=read_text(text),
        statement=statement,
        partner_names=way.names,
        reader=current.get(),
    )
    return NoticePage(
        kind=kind,
        title=notices.rules_of(kind).title.of(language),
        draft=draft,
        text=text,
        statement=statement,
        points=_points(subject, notices, way, suspects_of(standing.facts)),
    )


def _points(subject: Subject, notices: Notices, way: Way, suspects: Suspects) -> tuple[Point, ...]:
    envelope = Envelope(
        sender_address=subject.statement.sender_address, login=way.login, hostname=way.hostname
    )
    remarks = notices.remarks(current.get())
    refusals = check(subject, notices, envelope=envelope, suspects=suspects)
    return tuple(_point(one, remarks) for one in refusals)


def _point(refusal: Refusal, remarks: Mapping[str, str]) -> Point:
    """Where a fact is missing, it is stated on the page and not in a file."""
    if refusal.code is not RefusalCode.MISSING_FACT:
        return Point(line=refusal.line, says=refusal.says, mend=refusal.mend)
    mend = word("cases.notice.state_it", remark=remarks.get(refusal.quote, ""))
    return Point(line=refusal.line, says=refusal.says, mend=mend)


def _statement(standing: Standing, language: Language) -> Statement:
    with GuideCase(current_pack()) as asked:
        asked.open(standing.facts)
        done = done_steps(asked)
    pack = current_pack()
    proven = statement_of(
        standing.facts,
        pack,
        read_notices(pack),
        language,
        done_steps=done,
        zone=timezone.get_current_timezone(),
    )
    organization = standing.case.organization
    own = Statement(own_domains=tuple(map(str, organization.own_domains)))
    return merged(merged(stated_of(standing.case), own), proven)


def stated_of(case: Case) -> Statement:
    """What people stated so far."""
    return msgspec.convert(case.stated, Statement)
