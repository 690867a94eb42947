"""``check mail`` and ``facts mail``, once their arguments are understood."""

from contextlib import ExitStack
from dataclasses import replace

from kakekomi import __version__
from kakekomi.check.judging import load_pack
from kakekomi.check.ledger import Ledger, settings_digest
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.shard import Output, Setup
from kakekomi.check.visible import valid_text
from kakekomi.check.worker_process import WorkerProcess
from kakekomi.cli.common import Common
from kakekomi.cli.crew import crew
from kakekomi.cli.formats import Format
from kakekomi.cli.mail_context import context_of
from kakekomi.cli.mail_options import MailOptions
from kakekomi.cli.progress import Progress
from kakekomi.cli.run import tell, tell_changed
from kakekomi.cli.show_facts import show_facts


def check_mail(common: Common, options: MailOptions, first: WorkerProcess) -> int:
    """Check mails."""
    with ExitStack() as stack:
        stack.callback(first.close)
        stack.callback(first.end)
        ledger = _ledger(common, options)
        if isinstance(ledger, Problem):
            return _stopped(ledger, common)
        if ledger is not None:
            stack.enter_context(ledger)
            common = replace(common, judging=replace(common.judging, now=ledger.now))
        context = context_of(common, options)
        if isinstance(context, Problem):
            return _stopped(context, common)
        setup = Setup(
            judging=common.judging, context=context, has_trails=common.form is Format.HTML
        )
        checkers = stack.enter_context(crew(setup, options, first))
        progress = Progress(common.console, options.paths)
        results = checkers.results(options, ledger=ledger, progress=progress)
        status = common.show(results, progress, context.own_domains)
        if ledger is not None and ledger.changed:
            tell_changed(ledger.changed, common.console)
        return status


def facts_mail(common: Common, options: MailOptions, first: WorkerProcess) -> int:
    """Print facts of mails."""
    with ExitStack() as stack:
        stack.callback(first.close)
        stack.callback(first.end)
        context = context_of(common, options)
        if isinstance(context, Problem):
            return _stopped(context, common)
        setup = Setup(judging=common.judging, context=context, output=Output.FACTS)
        collectors = stack.enter_context(crew(setup, options, first))
        return show_facts(collectors.results(options), common.console)


def _stopped(problem: Problem, common: Common) -> int:
    tell(problem, common.console)
    return problem.status


def _ledger(common: Common, options: MailOptions) -> Ledger | Problem | None:
    path = options.resume
    if path is None:
        return None
    pack = load_pack(common.judging.choice)
    settings = settings_digest(
        __version__,
        f"{pack.id} {pack.version}",
        f"{common.judging.language} {common.form is Format.HTML}",
        valid_text(options.contacts or ""),
        *map(valid_text, ("paths", *options.paths)),
        *map(valid_text, ("passwords", *options.passwords)),
        *map(valid_text, ("domains", *options.own_domains)),
    )
    return attempt(
        lambda: Ledger(path, settings, common.judging.now),
        name=valid_text(path),
        bad_input="problem.other",
    )
