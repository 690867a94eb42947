"""Words of the whole desk: the same keys in both languages, and each that is named is there."""

import re
import string
from pathlib import Path

import pytest

import kakekomi.desk
from kakekomi.desk.house.words import APPS, all_words, current, word
from kakekomi.desk.settings import OWN_APPS
from kakekomi.packs.model import Language

DESK = Path(kakekomi.desk.__file__).parent

NAMED = re.compile(rf"[\"']((?:{'|'.join(APPS)})\.[a-z0-9_]+(?:\.[a-z0-9_-]+)*)[\"']")
"""Takes ``"house.nav"``; refuses ``"house/base.html"``."""


def _files() -> list[Path]:
    files = [*DESK.rglob("*.html"), *DESK.rglob("*.svg"), *DESK.rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts]


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_app_has_words() -> None:
    assert APPS == OWN_APPS
    assert {key.partition(".")[0] for key in all_words(Language.JA)} == set(APPS)


@pytest.mark.parametrize("app", APPS)
def test_both_languages_say_the_same_things(app: str) -> None:
    said = [
        {key: _places(text) for key, text in all_words(language).items() if key.startswith(app)}
        for language in Language
    ]

    assert said[0] == said[1]


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(DESK)))
def test_every_tag_names_a_word_that_is_there(path: Path) -> None:
    tags = re.findall(r"\{% word [\"']([a-z0-9_.-]+)[\"'] ", path.read_text("utf-8"))

    assert set(tags) - set(all_words(Language.JA)) == set()


def test_each_word_of_the_house_is_said_somewhere() -> None:
    said = "\n".join(path.read_text("utf-8") for path in _files())
    own = {key for key in all_words(Language.JA) if key.startswith("house.")}

    assert own - set(NAMED.findall(said)) == set()


def test_values_are_put_in_as_they_are() -> None:
    token = current.set(Language.EN)
    try:
        assert word("house.page_of", number=2, total="<3>") == "Page 2 of <3>"
    finally:
        current.reset(token)


def test_a_key_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        word("house.nothing_of_the_kind")
