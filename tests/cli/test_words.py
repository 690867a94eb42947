import re
import string
from pathlib import Path

import pytest

import kakekomi.check
import kakekomi.cli
from kakekomi.check.language import Language
from kakekomi.cli.words import asked_language, language_of, load
from kakekomi.facts.subject import Kind
from kakekomi.host.collectors import Topic
from kakekomi.judge.verdict import Verdict
from kakekomi.packs.model import SenderCase

SOURCES = "\n".join(
    path.read_text("utf-8")
    for room in (kakekomi.cli, kakekomi.check)
    for path in sorted(Path(str(room.__file__)).parent.glob("*.py"))
)
JA, EN = load(Language.JA).by_key, load(Language.EN).by_key

FAMILIES = (
    *("help.", "option.", "verdict.", "looking."),
    *("line.subject_", "line.count_", "line.short_", "sender.", "column."),
)
"""Keys that are put together from a name; other tests say that each name has its words."""


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(JA) == sorted(EN)


def test_both_languages_take_the_same_values() -> None:
    assert {key: _fields(text) for key, text in JA.items()} == {
        key: _fields(text) for key, text in EN.items()
    }


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_key_is_used() -> None:
    literal = set(re.findall(r"""["']([a-z_-]+\.[a-z_ -]+)["']""", SOURCES))

    assert [key for key in EN if key not in literal and not key.startswith(FAMILIES)] == []


def test_every_key_that_is_used_exists() -> None:
    prefixes = tuple({key.split(".")[0] + "." for key in EN})
    literal = set(re.findall(r"""["']([a-z_-]+\.[a-z_ -]+)["']""", SOURCES))

    assert [key for key in literal if key.startswith(prefixes) and key not in EN] == []


def test_each_verdict_on_each_kind_has_its_sentence() -> None:
    kinds = [Kind.MAIL, Kind.PC, Kind.REPORT]
    expected = {f"verdict.{kind}.{verdict}" for kind in kinds for verdict in Verdict}

    assert {key for key in EN if key.startswith("verdict.")} == expected
    assert {f"line.subject_{kind}" for kind in kinds} == _family("line.subject_")


def test_each_abuse_of_a_sender_has_its_words() -> None:
    assert _family("sender.") == {f"sender.{case}" for case in SenderCase}


def test_each_part_of_a_check_has_its_words() -> None:
    assert _family("looking.") == {f"looking.{topic}" for topic in Topic}


def _family(prefix: str) -> set[str]:
    return {key for key in EN if key.startswith(prefix)}


def test_no_sentence_calls_anything_safe_without_a_not() -> None:
    for key in _family("verdict."):
        assert "安全です" not in JA[key]
        assert "is safe" not in EN[key].replace("not mean that it is safe", "").replace(
            "not mean that the PC is safe", ""
        )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ja_JP.eucJP"}, "ja"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_comes_from_the_locale(environment: dict[str, str], expected: str) -> None:
    assert language_of(environment) == expected


def test_the_language_asked_for_outranks_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    assert asked_language(["check", "mail", "--lang", "ja", "x"]) == "ja"
    assert asked_language(["check", "--lang=ja"]) == "ja"
    assert asked_language(["--lang"]) == "en"
    assert asked_language(["--lang", "de"]) == "en"
