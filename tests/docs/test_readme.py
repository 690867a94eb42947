from pathlib import Path

import pytest

from cli.command import run
from docs.pages import ROOT, blocks, commands, read, section
from kakekomi.cli.exit_status import ExitStatus
from kakekomi.drill.demo_cases import DemoCase, make_cases
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.facts.gap import Gap, What, Why
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


UNREAD_ARCHIVES = {
    "a.7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24),
    "a.rar": b"Rar!\x1a\x07\x01\x00" + bytes(24),
    "a.lzh": b"\x1c\x00-lh5-" + bytes(24),
}
"""Formats that the READMEs say are not opened; when one is, take it out there and here."""


@pytest.mark.parametrize("name", UNREAD_ARCHIVES)
def test_archives_that_it_says_are_not_opened_are_named_as_a_gap(name: str) -> None:
    mail = make_mail("本文", attachments=[Attachment(name, UNREAD_ARCHIVES[name])])
    facts = collect(mail, subject="x.eml")

    for readme in READMES.values():
        assert Path(name).suffix[1:].upper() in read(readme).upper()
    assert [(gap.what, gap.why) for gap in facts.of(Gap)] == [(What.ARCHIVE, Why.UNSUPPORTED)]


@pytest.mark.parametrize("suffix", [".msg", ".pst"])
def test_mail_formats_that_it_says_are_not_read_are_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mail{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))

    assert f"`{suffix}`" in read(READMES["en"])
    assert f"`{suffix}`" in read(READMES["ja"])
    assert run("check", "mail", str(path)).status == ExitStatus.UNREADABLE
