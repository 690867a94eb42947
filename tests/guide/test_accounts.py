from datetime import UTC, datetime

import pytest

from kakekomi.facts.case_tables import Account, Declaration
from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.pc_setting_tables import BrowserPasswordStore, MailAccount
from kakekomi.facts.pc_tables import Users
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.accounts import AccountTask, account_tasks, read_account_groups
from kakekomi.packs.load import load_embedded, load_files
from packs.make_pack import make_files

PACK = load_embedded()
GROUPS = read_account_groups(PACK)
AT = datetime(2022, 3, 8, tzinfo=UTC)


def make_pc(*rows: Row, name: str = "PC-1") -> SubjectFacts:
    return SubjectFacts(subject=name, kind=Kind.PC, rows=rows)


def make_account(subject: str, *rows: Row) -> SubjectFacts:
    return SubjectFacts(subject=subject, kind=Kind.CASE, rows=rows)


MAIL = MailAccount(username="sato", program="Outlook", address="sato@company.example")
CHROME = BrowserPasswordStore(
    username="sato", browser="Chrome", profile="Default", path="C:\\Users\\sato\\Login Data"
)


def groups_of(tasks: tuple[AccountTask, ...]) -> list[str]:
    return list(dict.fromkeys(task.group for task in tasks))


def test_mail_comes_first_and_sessions_last() -> None:
    tasks = account_tasks([make_pc(CHROME, MAIL, Users(username="sato"))], GROUPS)

    assert groups_of(tasks) == [
        "mail", "card", "reused", "browser", "windows", "remote", "shared", "sessions",
    ]  # fmt: skip


def test_what_the_pc_shows_is_a_task_each_and_the_rest_is_asked() -> None:
    tasks = account_tasks([make_pc(MAIL, CHROME, Users(username="Public"))], GROUPS)

    shown = [(task.group, task.identifier, task.detail) for task in tasks if task.identifier]
    assert shown == [
        ("mail", "sato@company.example", "Outlook, sato"),
        ("browser", "sato", "Chrome (Default)"),
    ]
    assert [task.group for task in tasks if not task.identifier] == [
        "card", "reused", "windows", "remote", "shared", "sessions",
    ]  # fmt: skip


def test_a_browser_without_a_store_is_not_asked_about() -> None:
    assert "browser" not in groups_of(account_tasks([make_pc(MAIL)], GROUPS))


def test_a_declaration_for_the_account_or_the_pc_makes_it_done() -> None:
    said = Declaration(step="change-mail-password", person="鈴木", at=AT)
    account = make_account("a-1", Account(pc="PC-1", identifier="x@company.example"), said)
    card = make_account("c-1", Account(pc="PC-1", kind="card", identifier="VISA"))
    pc = make_pc(Declaration(step="credit-cards", person="佐藤", at=AT))

    tasks = account_tasks([pc, account, card], GROUPS)

    done = [(task.group, task.identifier, task.done_by) for task in tasks if task.is_done]
    assert done == [("mail", "x@company.example", "鈴木"), ("card", "VISA", "佐藤")]


def test_an_account_of_another_pc_is_not_listed() -> None:
    account = make_account("a-1", Account(pc="PC-2", identifier="x@company.example"))

    assert [task.identifier for task in account_tasks([make_pc(), account], GROUPS)] == [""] * 7


def test_each_pc_has_its_own_list() -> None:
    tasks = account_tasks([make_pc(name="A"), make_pc(name="B")], GROUPS)

    assert list(dict.fromkeys(task.pc for task in tasks)) == ["A", "B"]


def test_groups_name_steps_and_sources_of_the_pack() -> None:
    steps = {step.id for step in PACK.steps}
    sources = PACK.text("sources.toml")

    assert [group.step for group in GROUPS if group.step not in steps] == []
    assert [
        source for group in GROUPS for source in group.sources if f'id = "{source}"' not in sources
    ] == []


def test_a_file_that_can_not_be_used_is_an_error_of_configuration() -> None:
    with pytest.raises(ConfigurationError, match=r"accounts\.toml"):
        read_account_groups(load_files(make_files({"accounts.toml": "group = 1"})))
