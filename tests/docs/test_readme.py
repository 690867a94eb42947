import json
from pathlib import Path

import pytest

from cli.command import run
from docs.pages import ROOT, blocks, commands, read, section
from kakekomi.drill.cab import make_cab
from kakekomi.drill.demo_cases import DemoCase, make_cases
from kakekomi.drill.lzh import make_lzh
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.drill.mailbox import make_mbox
from kakekomi.drill.outlook import OutlookMail, make_msg
from kakekomi.drill.rar import RarMember, make_rar5
from kakekomi.drill.seven_zip import make_7z
from kakekomi.facts.mail_tables import Attachment as AttachmentRow
from kakekomi.mail.collect import collect

READMES = {"en": ROOT / "README.md", "ja": ROOT / "README.ja.md"}

SET_UP = {"en": "## Set up", "ja": "## 準備"}

CUT = "…"
"""Stands in the README where the answer goes on."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoCase, ...]:
    return make_cases(tmp_path_factory.mktemp("samples"))


@pytest.mark.parametrize("language", READMES)
def test_set_up_takes_exactly_two_commands(language: str) -> None:
    words = section(read(READMES[language]), SET_UP[language])

    assert blocks(words) == ["make run\nmake test\n"]


def test_both_languages_give_the_same_commands() -> None:
    japanese, english = ([str(c) for c in commands(read(READMES[one]))] for one in ("ja", "en"))

    assert english
    assert [c.replace("パスワード", "TEXT") for c in japanese] == english


def test_the_set_up_commands_are_targets_of_the_makefile() -> None:
    makefile = read(ROOT / "Makefile")

    assert "\nrun: " in makefile
    assert "\ntest: " in makefile


@pytest.mark.parametrize("language", READMES)
def test_the_answers_it_shows_are_what_the_commands_print(
    language: str, samples: tuple[DemoCase, ...]
) -> None:
    shown = [block for block in blocks(read(READMES[language])) if CUT in block]
    printed = [run(*case.command, "--lang", language).text for case in samples]

    assert len(shown) == len(samples)
    for block, text in zip(shown, printed, strict=True):
        _, *lines = block.rstrip().removesuffix(CUT).rstrip().splitlines()
        assert "\n".join(lines) in text


def test_each_sample_is_checked_with_the_command_that_the_readme_gives(
    samples: tuple[DemoCase, ...],
) -> None:
    given = [command.words[:2] for command in commands(read(READMES["en"]))]

    for case in samples:
        name = case.command[0] if case.command[0] != "check" else " ".join(case.command[:2])
        assert any(" ".join(words).startswith(name) for words in given)


@pytest.mark.parametrize("language", READMES)
def test_it_leads_to_all_other_pages_for_people(language: str) -> None:
    text = read(READMES[language])

    for page in (f"docs/tutorial.{language}.md", "docs/how-to/README.md", "CHANGELOG.md"):
        assert f"({page})" in text
        assert Path(ROOT / page).exists()


MEMBERS = [("請求書.js", b"var a;")]
OPENED = {
    "a.7z": make_7z(MEMBERS),
    "a.rar": make_rar5([RarMember(name=name, content=data) for name, data in MEMBERS]),
    "a.lzh": make_lzh(MEMBERS),
    "a.cab": make_cab(MEMBERS),
}
"""Archives that the READMEs say are opened."""


@pytest.mark.parametrize("name", OPENED)
def test_archives_that_it_says_are_opened_are(name: str) -> None:
    mail = make_mail("本文", attachments=[Attachment(name, OPENED[name])])

    names = {row.name for row in collect(mail, subject="x.eml").of(AttachmentRow)}

    for readme in READMES.values():
        assert Path(name).suffix[1:].upper() in read(readme).upper()
    assert names == {name, "請求書.js"}


def test_mails_of_outlook_and_mailbox_files_are_read_as_it_says(tmp_path: Path) -> None:
    message, mailbox = tmp_path / "mail.msg", tmp_path / "box"
    message.write_bytes(make_msg(OutlookMail(text="Hello")))
    mailbox.write_bytes(make_mbox([make_mail("one"), make_mail("two")]))

    answer = run("check", "mail", str(message), str(mailbox), "--format", "jsonl")

    assert [json.loads(line)["subject"] for line in answer.text.splitlines()] == [
        str(message),
        f"{mailbox}:1",
        f"{mailbox}:2",
    ]
