"""``accounts``: what to change of a PC's accounts, in order, from another device.

Exit status: 0 listed; 2 a file can't be used.
"""

import os
from collections.abc import Sequence
from itertools import groupby
from typing import Final

import msgspec

from kakekomi.check import inputs
from kakekomi.check.exit_status import ExitStatus, worst
from kakekomi.check.inputs import MAX_FILE_BYTES, Input
from kakekomi.check.judging import PackChoice, load_pack
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.visible import visible
from kakekomi.cli.console import Console, Style
from kakekomi.cli.run import tell
from kakekomi.cli.words import language_of
from kakekomi.facts import snapshot
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.accounts import AccountGroup, AccountTask, account_tasks, read_account_groups
from kakekomi.packs import model

SCHEMA: Final = "kakekomi.accounts/1"


class AccountsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for programs."""

    schema: str = SCHEMA
    tasks: tuple[AccountTask, ...]


def list_accounts(
    paths: Sequence[str], lang: Language | None, choice: PackChoice, *, is_json: bool
) -> int:
    """List the accounts of the stored PCs."""
    console = Console(lang or language_of(os.environ), is_text=not is_json)
    groups = read_account_groups(load_pack(choice))
    case: list[SubjectFacts] = []
    statuses = [ExitStatus.NOTHING_FOUND]
    for source in inputs.files(paths):
        stored = _stored(source)
        if isinstance(stored, Problem):
            tell(stored, console)
            statuses.append(stored.status)
        else:
            case += stored
    tasks = account_tasks(case, groups)
    if is_json:
        console.write(msgspec.json.encode(AccountsDocument(tasks=tasks)) + b"\n")
    else:
        _show(tasks, groups, console)
    console.close(console.words.language)
    return worst(statuses)


def _stored(source: Input) -> tuple[SubjectFacts, ...] | Problem:
    return attempt(
        lambda: snapshot.read(inputs.read(source, limit_bytes=MAX_FILE_BYTES), where=source.name),
        name=source.name,
        bad_input="problem.not_snapshot",
    )


def _show(tasks: Sequence[AccountTask], groups: Sequence[AccountGroup], console: Console) -> None:
    words, say = console.words, console.say
    language = model.Language(words.language)
    by_id = {group.id: group for group in groups}
    for pc, of_pc in groupby(tasks, key=lambda task: task.pc):
        say(console.styled(words("accounts.pc", pc=visible(pc)), Style.HEADING))
        say(words("accounts.clean_device"))
        for number, (name, of_group) in enumerate(groupby(of_pc, key=lambda task: task.group), 1):
            group = by_id[name]
            say()
            say(console.styled(f"{number}. {group.title.of(language)}", Style.HEADING))
            say(f"   {group.says.of(language)}")
            for task in of_group:
                say(f"   {_line(task, group, console)}")
        say()


def _line(task: AccountTask, group: AccountGroup, console: Console) -> str:
    words = console.words
    mark = words("accounts.done" if task.is_done else "accounts.open")
    language = model.Language(words.language)
    if not task.identifier:
        return f"{mark} {group.nobody.of(language)}"
    detail = f"  ({visible(task.detail)})" if task.detail else ""
    return f"{mark} {visible(task.identifier)}{detail}"
