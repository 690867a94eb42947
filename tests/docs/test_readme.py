from pathlib import Path

import pytest

from cli.command import run
from docs.pages import ROOT, blocks, commands, read, section
from kakekomi.drill.demo_cases import DemoCase, make_cases

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
