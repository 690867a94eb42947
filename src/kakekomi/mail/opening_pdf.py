"""Turn a PDF into rows: what it can do, its links, and a node for each file inside."""

from typing import Final

from kakekomi.facts.gap import What, Why
from kakekomi.facts.mail_tables import Pdf
from kakekomi.mail import pdf, single_file, url
from kakekomi.mail.attachment import Desk, Item, Opened
from kakekomi.mail.html import Link
from kakekomi.mail.keyring import Keyring
from kakekomi.mail.opening_office import open_office

MAX_VALUE_CHARS: Final = 4_000
"""Of a command that is started, kept in a row."""


def open_pdf(desk: Desk, item: Item, node: int) -> Opened:
    """A row ``pdf``; one of ``office`` too if Word would open it as a document with macros."""
    keyring = Keyring(
        tuple(sorted(desk.passwords, key=lambda password: password not in desk.opened_with)),
        own=(pdf.NO_PASSWORD,),
        rounds_left=desk.budget.hash_rounds,
    )
    found = pdf.parse(item.content, keyring)
    desk.budget.hash_rounds -= keyring.rounds_done
    desk.builder.add(
        Pdf(
            node=node,
            encrypted=found.encrypted,
            javascript=found.javascript,
            open_action=found.open_action,
            launch=None if found.launch is None else found.launch[:MAX_VALUE_CHARS],
            links=len(found.links),
            embedded=len(found.embedded),
        )
    )
    desk.add_links([Link(link, "") for link in found.links if url.host(link)], node)
    if found.encrypted and found.opened_with is None:
        why = Why.UNSUPPORTED if found.is_foreign else Why.ENCRYPTED
        desk.builder.gap(What.DOCUMENT, why, item.name or "", node=node)
    if keyring.is_spent:
        desk.builder.gap(What.DOCUMENT, Why.LIMIT, item.name or "", node=node)
    desk.add_defects(found.defects, What.DOCUMENT, node)
    for file in found.embedded:
        if file.content:
            desk.take(item.inside(node, file.content, file.name))
    if single_file.ENVELOPE_IN_BASE64 in item.content:
        open_office(desk, item, node)
    is_locked = found.encrypted and found.opened_with != pdf.NO_PASSWORD
    return Opened(encrypted=is_locked, opened_with=found.opened_with or None)
