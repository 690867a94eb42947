"""What each command does, once its arguments are understood."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from kakekomi.cli import inputs, mails, pcs
from kakekomi.cli.console import Console
from kakekomi.cli.exit_status import ExitStatus
from kakekomi.cli.formats import Format
from kakekomi.cli.inputs import STDIN
from kakekomi.cli.judging import Collected, Judging, PackChoice, Result, conclude, now
from kakekomi.cli.outcome import Problem
from kakekomi.cli.run import show, tell
from kakekomi.cli.show_facts import show_facts
from kakekomi.cli.visible import valid_text, visible
from kakekomi.cli.words import Language, language_of
from kakekomi.mail.context import MailContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What all commands that judge have in common."""

    language: Language
    form: Format
    console: Console
    judging: Judging

    @classmethod
    def of(
        cls,
        lang: Language | None,
        form: Format,
        *,
        pack: str | None = None,
        key: str | None = None,
        unsafe_unsigned: bool = False,
    ) -> Self:
        """From the options as given."""
        language = lang or language_of(os.environ)
        console = Console(language, is_text=form is Format.TEXT)
        choice = PackChoice(path=pack, key=key, is_unsigned_allowed=unsafe_unsigned)
        judging = Judging(choice=choice, language=console.words.language, now=now())
        return cls(language=language, form=form, console=console, judging=judging)

    def show(self, results: Iterable[Result]) -> int:
        """Write the results; give the exit status."""
        status = show(results, form=self.form, console=self.console, judging=self.judging)
        self.console.close(self.language)
        return status


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
        own_domains=tuple(domain.removeprefix("@").lower() for domain in own_domains),
        passwords=tuple(passwords),
    )


def check_pc(
    common: Common, root: str | None, *, volume_serial: str | None, save: str | None
) -> int:
    """Check this PC or the one in the folder; save its facts before they are judged."""
    if save is not None and root is not None and pcs.is_inside(save, root):
        tell(Problem(name=valid_text(save), key="problem.save_inside"), common.console)
        return ExitStatus.UNREADABLE
    one = _collected_pc(common, root, volume_serial)
    saving = [] if save is None else _saved(common, one, save)
    return common.show([*saving, *conclude([one], common.judging)])


def _collected_pc(common: Common, root: str | None, volume_serial: str | None) -> Collected:
    if root is None:
        return pcs.live(common.judging)
    return pcs.root(root, volume_serial=volume_serial, judging=common.judging)


def _saved(common: Common, one: Collected, target: str) -> list[Problem]:
    problem = pcs.save(one, target)
    if problem is not None:
        return [problem]
    if one.facts:
        words = common.console.asides
        common.console.tell(words("notice.saved", path=visible(valid_text(target))))
    return []


def facts_mail(
    common: Common, paths: Sequence[str], passwords: Sequence[str], own_domains: Sequence[str]
) -> int:
    """Print facts of mails."""
    context = _context(passwords, own_domains)
    sources = inputs.mails(paths)
    return show_facts(mails.collected(sources, context, common.judging), common.console)


def facts_pc(common: Common, paths: Sequence[str], *, volume_serial: str | None) -> int:
    """Print facts of PCs' folders."""
    judging = common.judging
    collected = (pcs.root(path, volume_serial=volume_serial, judging=judging) for path in paths)
    return show_facts(collected, common.console)


def judge(common: Common, snapshots: Sequence[str]) -> int:
    """Judge stored facts again."""
    return common.show(pcs.snapshots(snapshots, common.judging))


def read_report(common: Common, files: Sequence[str]) -> int:
    """Read reports of other tools."""
    return common.show(pcs.reports(files, common.judging))
