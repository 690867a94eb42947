"""``check mail`` and ``facts mail``, once their arguments are understood."""

from collections.abc import Sequence

from kakekomi.cli import inputs, mails
from kakekomi.cli.common import Common
from kakekomi.cli.inputs import STDIN
from kakekomi.cli.show_facts import show_facts
from kakekomi.cli.visible import valid_text
from kakekomi.mail.context import MailContext


def check_mail(
    common: Common,
    paths: Sequence[str],
    passwords: Sequence[str],
    own_domains: Sequence[str],
    *,
    jobs: int,
) -> int:
    """Check mails."""
    context = _context(passwords, own_domains)
    one_process = jobs == 1 or STDIN in paths
    results = mails.check(
        paths, context=context, judging=common.judging, jobs=1 if one_process else jobs
    )
    return common.show(results)


def _context(passwords: Sequence[str], own_domains: Sequence[str]) -> MailContext:
    return MailContext(
        own_domains=tuple(valid_text(domain).removeprefix("@").lower() for domain in own_domains),
        passwords=tuple(map(valid_text, passwords)),
    )


def facts_mail(
    common: Common, paths: Sequence[str], passwords: Sequence[str], own_domains: Sequence[str]
) -> int:
    """Print facts of mails."""
    context = _context(passwords, own_domains)
    sources = inputs.mails(paths)
    return show_facts(mails.collected(sources, context, common.judging), common.console)
