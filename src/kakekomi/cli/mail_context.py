"""What is known about the mails' world: own domains, passwords, people.

People are those of the user's list, and those that the archive itself shows: whom our own people
wrote to. For these the archive is read once before it is checked, so that what is known of a mail
does not depend on where in the archive it lies. Without an own domain nobody knows who "we" are,
and one mail teaches nothing.
"""

import os
from collections.abc import Sequence

import msgspec

from kakekomi.check.inputs import ONE_MAIL, STDIN
from kakekomi.check.mails import MAILS_PER_SHARD
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.shard import Output, Setup
from kakekomi.check.visible import valid_text
from kakekomi.cli.common import Common
from kakekomi.cli.crew import crew
from kakekomi.cli.mail_options import MailOptions
from kakekomi.cli.progress import Progress
from kakekomi.facts.mail_tables import Correspondent
from kakekomi.mail.acquaintance import Acquaintances, Meeting
from kakekomi.mail.context import MailContext


def context_of(common: Common, options: MailOptions) -> MailContext | Problem:
    """All that is known; a list of people that can't be read is a problem."""
    people = _contacts(options.contacts)
    if isinstance(people, Problem):
        return people
    domains = (valid_text(domain).removeprefix("@").lower() for domain in options.own_domains)
    context = MailContext(
        own_domains=tuple(domains),
        passwords=tuple(map(valid_text, options.passwords)),
        correspondents=people,
    )
    return _with_learned(context, common, options) if _teaches(context, options.paths) else context


def _contacts(path: str | None) -> tuple[Correspondent, ...] | Problem:
    if path is None:
        return ()
    from kakekomi.check.contacts import read_contacts  # noqa: PLC0415  for --contacts only

    return attempt(
        lambda: read_contacts(path), name=valid_text(path), bad_input="problem.not_contacts"
    )


def _teaches(context: MailContext, paths: Sequence[str]) -> bool:
    """Whether there is an archive to learn from, which can be read twice."""
    if not context.own_domains or STDIN in paths:
        return False
    is_one = len(paths) == 1 and paths[0].lower().endswith(tuple(ONE_MAIL))
    return not is_one or os.path.isdir(paths[0])  # noqa: PTH112  the path as given


def _with_learned(context: MailContext, common: Common, options: MailOptions) -> MailContext:
    people = Acquaintances()
    setup = Setup(judging=common.judging, context=context, output=Output.MEETINGS)
    progress = Progress(common.console, options.paths, key="notice.learning")
    with crew(setup, options) as readers:
        for count, result in enumerate(readers.results(options, progress=progress), 1):
            progress.done(count * MAILS_PER_SHARD)
            people.add(msgspec.msgpack.decode(result.data, type=tuple[Meeting, ...]))
    return MailContext(
        own_domains=context.own_domains,
        passwords=context.passwords,
        correspondents=context.correspondents + people.correspondents(),
    )
