"""Words of the pages that need no account: the same keys in both languages, each of them used."""

import re
import string
from pathlib import Path

import pytest

import kakekomi.desk
from kakekomi.desk.house.words import all_words
from kakekomi.packs.model import Language

DESK = Path(kakekomi.desk.__file__).parent

MADE_UP = {
    "checks.verdict.": "of kind and verdict",
    "checks.short.": "of the verdict",
    "checks.kind.": "of the kind",
    "checks.sender.": "of the rule",
    "checks.problem.": "of the problem",
    "checks.mail.": "of the field",
    "portal.state.": "of the enquiry",
    "portal.role.": "of the step",
    "portal.proof.": "of the step",
    "portal.verified.": "of the source",
    "portal.severity.": "of the announcement",
    "portal.lure.": "of the drawing",
    "portal.ask.": "of the field",
}
"""Beginnings of keys that pages put together, and by what."""


def _keys(app: str, language: Language) -> dict[str, str]:
    return {key: text for key, text in all_words(language).items() if key.startswith(f"{app}.")}


@pytest.mark.parametrize("app", ["checks", "portal"])
def test_both_languages_say_the_same_things(app: str) -> None:
    japanese, english = _keys(app, Language.JA), _keys(app, Language.EN)

    assert japanese.keys() == english.keys()
    assert {key: _places(text) for key, text in japanese.items()} == {
        key: _places(text) for key, text in english.items()
    }


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("app", ["checks", "portal"])
def test_each_word_is_said_somewhere_and_none_is_missing(app: str) -> None:
    files = [*DESK.rglob("*.html"), *DESK.rglob("*.svg"), *DESK.rglob("*.py")]
    said = "\n".join(path.read_text("utf-8") for path in files if "migrations" not in path.parts)
    named = set(re.findall(rf"[\"']({app}\.[a-z_.-]+[a-z])[\"']", said))
    known = set(_keys(app, Language.JA))

    assert named - known == set()
    made_up = {key for key in known if key.startswith(tuple(MADE_UP))}
    assert known - named - made_up == set()


@pytest.mark.parametrize("app", ["checks", "portal"])
def test_nothing_is_called_safe(app: str) -> None:
    said = " ".join(_keys(app, Language.JA).values()).replace("「安全」という意味では", "")

    assert "安全" not in said
