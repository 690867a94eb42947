"""Turn the bytes of one mail into facts: the entry to this room.

It reads and never judges. What it could not read, or what lies beyond a reader of bytes (where a
link leads, what a picture says), is a gap.
"""

from typing import Final

from kakekomi.facts.mail_tables import Correspondent, OwnDomain, Password
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail import body, header, heading, mime, outlook, password
from kakekomi.mail.attachment import Desk
from kakekomi.mail.context import MailContext
from kakekomi.mail.opening import OPENERS, passwords_of, take_body

NO_CONTEXT: Final = MailContext()
MAX_SENDERS: Final = 20
"""Asked after among known people; an honest mail has one or two."""


def collect(
    data: bytes,
    *,
    subject: str,
    context: MailContext = NO_CONTEXT,
    scanner: ContentScanner | None = None,
) -> SubjectFacts:
    """Collect the facts of the mail ``data``, which is known as ``subject``.

    A message file of Outlook is read as the mail that it holds.

    Raises:
        ParseError: it is no mail at all.

    """
    mail = mime.parse(outlook.as_mail(data) if outlook.may_be(data) else data)
    fields = header.read(mail)
    shown = body.read(mail)
    builder = FactsBuilder(subject, Kind.MAIL)
    heading.add(builder, mail, fields, shown, size_bytes=len(data))
    _add_context(builder, fields, context)
    found = passwords_of(shown)
    said = password.find(fields.subject)
    tried = password.candidates(context.passwords, (*said, *found))
    last = (known for known in context.known_passwords if known not in tried)
    desk = Desk(builder, OPENERS, passwords=(*tried, *last), scanner=scanner)
    take_body(desk, shown, None, 0)
    if said or found:
        _add_passwords(desk, said, found)
    return builder.build()


def _add_passwords(
    desk: Desk,
    said: tuple[password.Password, ...],
    found: tuple[password.Password, ...],
) -> None:
    """Rows of those that were read; punctuation belongs to one if it opened something with it."""
    for source, passwords in (("subject", said), ("body", found)):
        for one in passwords:
            value = one.raw if one.raw in desk.opened_with else one.value
            desk.builder.add(Password(value=value, label=one.label, source=source))


def _add_context(builder: FactsBuilder, fields: header.MailHeader, context: MailContext) -> None:
    """Own domains, and those known who share name or address with whom the mail is from."""
    for domain in context.own_domains:
        builder.add(OwnDomain(domain=domain.lower()))
    if not context.correspondents:
        return
    senders = (
        *fields.from_list.mailboxes,
        *fields.sender_list.mailboxes,
        *fields.reply_to.mailboxes,
    )
    people: dict[Correspondent, None] = {}
    for sender in senders[:MAX_SENDERS]:
        for shared in (sender.address, *sender.addresses_in_name):
            for person in context.acquainted(sender.name, shared):
                people[person] = None
    builder.add(*people)
