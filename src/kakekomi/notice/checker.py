"""Refuse a notice that would do harm; each refusal says which line and how to mend it.

A notice warns of mails with attachments, links and pressing requests, so it must have none itself.
It must say what people need, and claim nothing that the case does not prove. It must not come from
an account or PC that may be the attacker's. What is sent by hand from a mail program is checked as
that mail (``Envelope``).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kakekomi.notice.address_form import LeftOut, canonical, domain_form, left_out
from kakekomi.notice.refusal import Refusal, RefusalCode, refusal
from kakekomi.notice.sentences import sentences
from kakekomi.notice.statement import Infection, Statement
from kakekomi.notice.template import FILL_IN, NoticeText, place_values
from kakekomi.packs.claims import has_word, makes_claim, outsiders, plain
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeFact, NoticeKind, Notices

LINK: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[!-~]+|(?<![\w@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)+/[!-~]*",
    re.IGNORECASE,
)
"""Takes ``https://a.example/x``, ``www.a.example`` and ``a.example/x``; refuses ``a.example``."""

ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")
"""Takes ``a@b.example``; refuses ``@より``."""

INVISIBLE: Final = frozenset({"Cf", "Cc", "Co", "Cn"})
"""Categories of characters that nobody sees; tabs are let pass."""

AFTER_LINK: Final = ".,;:!?)]}>'\"」』】）"
"""Marks that end a sentence and are no part of the link."""

MAX_NOTICE_CHARS: Final = 20_000
"""Ten pages: whoever gets more does not read it, and each sentence is held against each claim."""

MAILED: Final = frozenset(
    {NoticeKind.PARTNERS, NoticeKind.SENDER, NoticeKind.AFFECTED, NoticeKind.INTERNAL}
)
"""Kinds that go by mail; public and telephone are words only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspects:
    """What must not send: canonical addresses, and names of PCs in lower case."""

    addresses: frozenset[str] = frozenset()
    hostnames: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a mail composed elsewhere has besides its text, and where it is sent from."""

    sender_address: str = ""
    login: str = ""
    """Account that the mail server knows us by; empty: none."""
    hostname: str = ""
    visible_recipients: int = 1
    attachments: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Where links of an HTML text really lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked."""

    kind: NoticeKind
    language: Language
    notice: NoticeText
    statement: Statement
    partner_names: frozenset[str] = frozenset()
    """Names, addresses and domains of those it goes to."""
    reader: Language | None = None
    """Language of whoever reads the refusals; None: that of the notice."""

    @property
    def spoken(self) -> Language:
        """Language of the refusals."""
        return self.reader or self.language


def check(
    subject: Subject,
    notices: Notices,
    *,
    envelope: Envelope = Envelope(),
    suspects: Suspects = Suspects(),
) -> tuple[Refusal, ...]:
    """All reasons to refuse, by line; none if it may go to the manager."""
    if not subject.notice.text.strip() or not subject.notice.subject_line.strip():
        return (refusal(RefusalCode.EMPTY, subject.spoken),)
    if len(subject.notice.subject_line) + len(subject.notice.text) > MAX_NOTICE_CHARS:
        length = str(len(subject.notice.text))
        return (refusal(RefusalCode.TOO_LONG, subject.spoken, quote=length),)
    found = [
        *_facts(subject, notices),
        *_counts(subject),
        *_unfilled(subject, notices),
        *_links(subject, envelope),
        *_invisible(subject),
        *_claims(subject, notices),
        *_envelope(subject, envelope, suspects),
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.code, one.quote)))


def _facts(subject: Subject, notices: Notices) -> Iterator[Refusal]:
    required = list(notices.rules_of(subject.kind).required)
    if subject.kind in MAILED:
        required.append("sender_address")
    by_id = {fact.id: fact for fact in notices.fact}
    values = place_values(subject.statement, subject.language)
    for name in required:
        fact = by_id[name]
        title = fact.title.of(subject.spoken)
        is_missing = name in values and not values[name]
        if is_missing or (name == "sender_address" and not _can_send(subject.statement)):
            mark = fact.title.of(subject.language)
            yield refusal(
                RefusalCode.MISSING_FACT,
                subject.spoken,
                line=next((line for line, missing in _marks(subject) if missing == mark), 0),
                quote=name,
                title=title,
                remark=fact.remark.of(subject.spoken),
            )
        elif name != "sender_address" and not _is_in_text(subject, fact, values.get(name, ())):
            yield refusal(
                RefusalCode.NOT_IN_TEXT,
                subject.spoken,
                quote=name,
                title=title,
                value=", ".join(values.get(name, ()) or _words(fact, subject.language)),
            )


def _counts(subject: Subject) -> Iterator[Refusal]:
    """A letter that says "being investigated" and "confirmed on 2 PCs" is believed in nothing."""
    stated = subject.statement
    infected, checked = stated.infected_pcs, stated.checked_pcs
    is_confirmed = stated.infection is Infection.CONFIRMED
    differs = infected is not None and stated.infection and is_confirmed != (infected > 0)
    if differs or (infected is not None and checked is not None and infected > checked):
        yield refusal(
            RefusalCode.COUNTS,
            subject.spoken,
            infection=stated.infection.value if stated.infection else "—",
            infected=str(infected),
            checked="—" if checked is None else str(checked),
        )


def _can_send(statement: Statement) -> bool:
    """Whether the sender's address is one that a server takes."""
    reason = left_out(canonical(statement.sender_address), frozenset())
    return reason not in {LeftOut.NOT_AN_ADDRESS, LeftOut.NEEDS_OTHER_WAY}


def _words(fact: NoticeFact, language: Language) -> Sequence[str]:
    return fact.words.of(language) if fact.words else ()


def _is_in_text(subject: Subject, fact: NoticeFact, values: Sequence[str]) -> bool:
    text = "\n".join(subject.notice.lines)
    if fact.words:
        return has_word(text, fact.words.of(subject.language))
    packed = _packed(text)
    return any(_packed(value) in packed for value in values)


def _packed(text: str) -> str:
    """Without blanks, hyphens and line ends: people write dates and numbers in their own way."""
    return re.sub(r"[\s\-‐–—()]", "", plain(text))


def _unfilled(subject: Subject, notices: Notices) -> Iterator[Refusal]:
    """Marks that are left in the text, but those of facts that are missing anyway."""
    values = place_values(subject.statement, subject.language)
    titles = notices.titles(subject.language)
    missing = {titles[name] for name in titles if name in values and not values[name]}
    before, after = FILL_IN[subject.language]
    for line, title in _marks(subject):
        if title not in missing:
            quote = f"{before}{title}{after}"
            yield refusal(RefusalCode.UNFILLED, subject.spoken, line=line, quote=quote, title=title)


def _marks(subject: Subject) -> Iterator[tuple[int, str]]:
    """Line and title of each place that is not filled in."""
    before, after = FILL_IN[subject.language]
    for number, line in enumerate(subject.notice.lines, 1):
        for piece in line.split(before)[1:]:
            yield number, piece.partition(after)[0]


def _links(subject: Subject, envelope: Envelope) -> Iterator[Refusal]:
    page = subject.statement.page_url
    for number, line in enumerate(subject.notice.lines, 1):
        for found in LINK.finditer(line):
            link = found[0].rstrip(AFTER_LINK)
            if not _is_page(link, page):
                yield _link(link, number, subject)
        for found in ADDRESS.finditer(LINK.sub(" ", line)):
            if not _is_own(found[0], subject.statement):
                yield refusal(RefusalCode.ADDRESS, subject.spoken, line=number, quote=found[0])
    for link in envelope.links:
        if not _is_page(link, page):
            yield _link(link, 0, subject)


def _link(link: str, line: int, subject: Subject) -> Refusal:
    page = subject.statement.page_url or "—"
    return refusal(RefusalCode.LINK, subject.spoken, line=line, quote=link, page=page)


def _is_page(link: str, page: str) -> bool:
    try:
        return bool(page) and _parts(link) == _parts(page)
    except ValueError:
        return False


def _parts(link: str) -> tuple[str, str, str, str]:
    parts = urlsplit(link)
    host = parts.netloc.lower()
    return parts.scheme.lower(), host, parts.path.rstrip("/"), f"{parts.query}#{parts.fragment}"


def _is_own(address: str, statement: Statement) -> bool:
    domain = domain_form(address.rpartition("@")[2])
    own = {domain_form(one.lstrip("@")) for one in statement.own_domains}
    return domain in own or canonical(address) == canonical(statement.sender_address)


def _invisible(subject: Subject) -> Iterator[Refusal]:
    for number, line in enumerate(subject.notice.lines, 1):
        if any(unicodedata.category(letter) in INVISIBLE for letter in line.replace("\t", "")):
            yield refusal(RefusalCode.INVISIBLE, subject.spoken, line=number)


def _claims(subject: Subject, notices: Notices) -> Iterator[Refusal]:
    others = outsiders(subject.statement.organization, subject.partner_names)
    done = frozenset(subject.statement.done_steps)
    for sentence in sentences(subject.notice.lines):
        for claim in notices.claim:
            is_proven = bool(claim.proven_by) and done.issuperset(claim.proven_by)
            if not is_proven and makes_claim(claim, sentence.text, others):
                yield refusal(
                    RefusalCode.CLAIM,
                    subject.spoken,
                    line=sentence.line,
                    quote=sentence.text,
                    why=claim.says.of(subject.spoken),
                    how=claim.mend.of(subject.spoken),
                )


def _envelope(subject: Subject, envelope: Envelope, suspects: Suspects) -> Iterator[Refusal]:
    language = subject.spoken
    for name in envelope.attachments:
        yield refusal(RefusalCode.ATTACHMENT, language, quote=name)
    if envelope.visible_recipients > 1:
        count = str(envelope.visible_recipients)
        yield refusal(RefusalCode.BULK_RECIPIENTS, language, quote=count)
    sender = envelope.sender_address or subject.statement.sender_address
    for account in dict.fromkeys(filter(None, (sender, envelope.login))):
        if canonical(account) in suspects.addresses:
            yield refusal(RefusalCode.SENDING_ACCOUNT, language, quote=account)
    if envelope.hostname and envelope.hostname.casefold() in suspects.hostnames:
        yield refusal(RefusalCode.SENDING_PC, language, quote=envelope.hostname)
