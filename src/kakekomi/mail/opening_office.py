"""Turn an Office document into rows: what it is, what runs by itself, what it asks for."""

from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import What, Why
from kakekomi.facts.mail_tables import MacroKeyword, Office
from kakekomi.mail import body, macro_words, office, office_lock, url
from kakekomi.mail.attachment import NOTHING, Desk, Item, Opened
from kakekomi.mail.document import KeywordKind, OfficeDocument
from kakekomi.mail.document import MacroKeyword as MacroWord
from kakekomi.mail.html import Link

MAX_VALUE_CHARS: Final = 4_000
"""Of an external target, kept in a row."""
MAX_CLASS_CHARS: Final = 400
"""Of all classes of embedded objects, kept in a row."""
BY_HAND: Final = ("_click", "_dblclick", "_mousedown", "_mouseup", "_change", "_enter", "_exit")
"""Endings of event handlers that wait for the user's hand; others (``_Layout``) need none."""
MAX_KEYWORDS: Final = 500
"""Rows of macro words of one document."""


def open_office(desk: Desk, item: Item, node: int) -> Opened:
    """Rows ``office`` and ``macro_keyword``, and a node for each embedded object that was read."""
    document = _parsed(desk, item)
    desk.builder.add(_office_row(document, node))
    desk.builder.add(
        *(
            MacroKeyword(
                node=node, kind=word.kind.value, keyword=word.keyword, module=word.module or None
            )
            for word in document.keywords[:MAX_KEYWORDS]
        )
    )
    links = [Link(target.target, "") for target in document.external_targets]
    desk.add_links([link for link in links if url.host(link.href)][: body.MAX_LINKS], node)
    if document.encrypted and document.opened_with is None:
        is_foreign = document.encryption in office_lock.NOT_BY_PASSWORD
        why = Why.UNSUPPORTED if is_foreign else Why.ENCRYPTED
        desk.builder.gap(What.DOCUMENT, why, item.name or "", node=node)
    if document.is_untried:
        desk.builder.gap(What.DOCUMENT, Why.LIMIT, item.name or "", node=node)
    desk.add_defects(document.defects, What.DOCUMENT, node)
    for embedded in document.objects:
        if embedded.content:
            desk.take(item.inside(node, embedded.content, embedded.name or None))
    return Opened(encrypted=document.encrypted, opened_with=document.opened_with)


def _parsed(desk: Desk, item: Item) -> OfficeDocument:
    """Read it, encrypted or not; what opened something else in the mail is tried first."""
    tried = sorted(desk.passwords, key=lambda password: password not in desk.opened_with)
    document = office.parse(item.content, tried, max_rounds=desk.budget.hash_rounds)
    desk.budget.hash_rounds -= document.hash_rounds
    return document


def _office_row(document: OfficeDocument, node: int) -> Office:
    lure = document.lures[0] if document.lures else None
    loaded = [t.target for t in document.external_targets if t.kind != "hyperlink"]
    return Office(
        node=node,
        format=document.format.value,
        encrypted=document.encrypted,
        macro=document.macro or document.xlm,
        autoexec=bool(document.xlm_autoexec) or any(map(_runs_by_itself, document.keywords)),
        xlm=document.xlm,
        hidden_sheets=len(document.hidden_sheets),
        lure=lure.phrase if lure else None,
        lure_kind=lure.kind.value if lure else None,
        dde=bool(document.dde),
        external_target=loaded[0][:MAX_VALUE_CHARS] if loaded else None,
        objects=len(document.objects),
        object_classes=" ".join(_classes(document))[:MAX_CLASS_CHARS] or None,
    )


def _classes(document: OfficeDocument) -> list[str]:
    return sorted({item.class_name for item in document.objects if item.class_name})


def _runs_by_itself(word: MacroWord) -> bool:
    if word.kind is KeywordKind.AUTOEXEC:
        return True
    if word.kind is KeywordKind.STOMPED:
        return macro_words.runs_by_itself(word.keyword)
    return word.kind is KeywordKind.EVENT and not word.keyword.lower().endswith(BY_HAND)


def open_maybe_office(desk: Desk, item: Item, node: int) -> Opened:
    """As ``open_office`` for types that need not be documents; those are no damage."""
    try:
        return open_office(desk, item, node)
    except ParseError:
        return NOTHING
