"""The accounts of a PC as tasks, in the order in which to change them from a clean device.

What the PC shows (mail programs, password stores of browsers, users) becomes a task each; what no
PC can show (passwords used again, cards, services typed in once) is a task to ask the user. A task
is done when somebody declared its step for the account, or for the PC as a whole; who and when
stays beside it. No password is ever read, asked for or kept.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from kakekomi.facts.case_tables import Account, Declaration
from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.pc_setting_tables import BrowserPasswordStore, MailAccount
from kakekomi.facts.pc_tables import Users
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.packs.model import Pack, Text

ACCOUNTS_FILE: Final = "accounts.toml"

MAX_ACCOUNTS: Final = 500
"""Of one PC: a shared one has some dozens."""

SYSTEM_USERS: Final = frozenset(
    {
        *("public", "default", "default user", "all users"),
        *("systemprofile", "localservice", "networkservice"),
    }
)
"""Profiles of Windows that nobody signs in to."""


class AccountGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Accounts that are changed together."""

    id: str
    step: str
    kinds: tuple[str, ...]
    asked: bool
    """On the list even if the PC shows none."""
    title: Text
    says: Text
    nobody: Text
    """What to do if the PC shows none."""
    sources: tuple[str, ...]


class AccountTask(msgspec.Struct, frozen=True, kw_only=True):
    """One account to change, or a group to ask about."""

    pc: str
    group: str
    step: str
    subject: str
    """Of the account in the case; the PC itself for a group to ask about."""
    identifier: str
    """Address, user or file; empty if it has to be asked."""
    detail: str = ""
    """Program or browser that it was found in."""
    done_by: str | None = None
    """Who declared it done; None: it is open."""
    done_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody declared it."""
        return self.done_by is not None


class _Found(msgspec.Struct, frozen=True):
    kind: str
    identifier: str
    subject: str
    detail: str = ""


class _AccountFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[AccountGroup, ...]


def read_account_groups(pack: Pack) -> tuple[AccountGroup, ...]:
    """Groups in the order to change them. Raises: ConfigurationError."""
    try:
        return msgspec.convert(tomllib.loads(pack.text(ACCOUNTS_FILE)), _AccountFile).group
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{ACCOUNTS_FILE} of pack {pack.id!r}: {error}") from error


def account_tasks(
    case: Sequence[SubjectFacts], groups: Sequence[AccountGroup]
) -> tuple[AccountTask, ...]:
    """Tasks of every PC in the case: by PC, then in the order of the groups, then by name."""
    pcs = [facts for facts in case if facts.kind is Kind.PC]
    return tuple(task for facts in pcs for task in _of_pc(facts, case, groups))


def _of_pc(
    facts: SubjectFacts, case: Sequence[SubjectFacts], groups: Sequence[AccountGroup]
) -> Iterator[AccountTask]:
    known = list(dict.fromkeys([*_shown(facts), *_stated(facts.subject, case)]))[:MAX_ACCOUNTS]
    said = {one.subject: one.of(Declaration) for one in case}
    for group in groups:
        found = sorted(
            (one for one in known if one.kind in group.kinds),
            key=lambda one: (one.identifier, one.detail),
        )
        if not found and group.asked:
            found = [_Found(group.kinds[0], "", facts.subject)]
        for one in found:
            done = _declared(group, (*said.get(one.subject, ()), *said.get(facts.subject, ())))
            yield AccountTask(
                pc=facts.subject,
                group=group.id,
                step=group.step,
                subject=one.subject,
                identifier=one.identifier,
                detail=one.detail,
                done_by=None if done is None else done.person or "",
                done_at=None if done is None else done.at,
            )


def _declared(group: AccountGroup, said: Iterable[Declaration]) -> Declaration | None:
    return next((one for one in said if one.step == group.step), None)


def _shown(facts: SubjectFacts) -> Iterator[_Found]:
    """What the PC itself shows; the subject is the PC until the desk gives accounts their own."""
    for mail in facts.of(MailAccount):
        yield _Found("mail", mail.address, facts.subject, f"{mail.program}, {mail.username}")
    for store in facts.of(BrowserPasswordStore):
        where = f"{store.browser} ({store.profile})"
        yield _Found("browser_saved", store.username, facts.subject, where)
    for user in facts.of(Users):
        if user.username.lower() not in SYSTEM_USERS:
            yield _Found("windows", user.username, facts.subject)


def _stated(pc: str, case: Sequence[SubjectFacts]) -> Iterator[_Found]:
    for facts in case:
        for account in facts.of(Account):
            if account.pc == pc:
                yield _Found(account.kind, account.identifier, facts.subject)
