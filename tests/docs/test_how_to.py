import re
import shutil
from pathlib import Path

import pytest

from docs.pages import ROOT, blocks, read
from kakekomi.packs.lint import lint
from kakekomi.packs.load import EMBEDDED

PAGES = {one: ROOT / "docs" / "how-to" / f"write-a-rule.{one}.md" for one in ("en", "ja")}

FILE = "rules/mail/web-page-attached"


def block_with(language: str, words: str) -> str:
    return next(block for block in blocks(read(PAGES[language])) if words in block)


def pack_with_the_rule(tmp_path: Path, language: str) -> Path:
    """The pack as somebody has it who followed the page to the letter."""
    folder = tmp_path / "mypack"
    shutil.copytree(EMBEDDED / "emotet", folder)
    (folder / f"{FILE}.sql").write_text(block_with(language, "SELECT"), "utf-8")
    (folder / f"{FILE}.examples.toml").write_text(block_with(language, "[[fires]]\n"), "utf-8")
    return folder


@pytest.mark.parametrize("language", PAGES)
def test_the_rule_that_the_page_writes_has_no_problem(tmp_path: Path, language: str) -> None:
    assert lint(pack_with_the_rule(tmp_path, language)) == ()


def test_the_complaints_that_the_page_shows_are_those_that_are_made(tmp_path: Path) -> None:
    folder = pack_with_the_rule(tmp_path, "en")
    rule, examples = folder / f"{FILE}.sql", folder / f"{FILE}.examples.toml"
    rule.write_text(read(rule).replace("{name}", "{nmae}"), "utf-8")
    examples.write_text(read(examples).partition("[[quiet]]")[0], "utf-8")

    made = {str(problem) for problem in lint(folder)}

    for language in PAGES:
        assert set(block_with(language, "nmae").splitlines()) <= made


def test_each_how_to_is_there_in_both_languages_and_linked() -> None:
    folder = ROOT / "docs" / "how-to"
    pages = {path.name for path in folder.glob("*.*.md")}

    assert {re.sub(r"\.(ja|en)\.md$", "", name) + ".en.md" for name in pages} <= pages
    assert {re.sub(r"\.(ja|en)\.md$", "", name) + ".ja.md" for name in pages} <= pages
    assert [name for name in sorted(pages) if f"]({name})" not in read(folder / "README.md")] == []


@pytest.mark.parametrize("name", sorted(p.name for p in (ROOT / "docs" / "how-to").glob("*.en.md")))
def test_both_languages_of_a_how_to_give_the_same_commands(name: str) -> None:
    english = blocks(read(ROOT / "docs" / "how-to" / name))
    japanese = blocks(read(ROOT / "docs" / "how-to" / name.replace(".en.", ".ja.")))

    def calls(texts: list[str]) -> list[str]:
        return [re.sub(r"--lang \w+", "", text) for text in texts if "kakekomi" in text]

    assert calls(japanese) == calls(english)
