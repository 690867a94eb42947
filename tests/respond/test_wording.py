import string
import tomllib
from pathlib import Path

import kakekomi.respond
from kakekomi.respond.action import ActionKind
from kakekomi.respond.guard import Refusal

FOLDER = Path(kakekomi.respond.__file__).parent / "words"
JA = tomllib.loads((FOLDER / "ja.toml").read_text("utf-8"))
EN = tomllib.loads((FOLDER / "en.toml").read_text("utf-8"))


def fields(words: dict[str, dict[str, str]]) -> dict[str, set[str | None]]:
    return {
        f"{table}.{key}": {name for _, name, _, _ in string.Formatter().parse(text)} - {None}
        for table, texts in words.items()
        for key, text in texts.items()
    }


def test_both_languages_say_the_same_with_the_same_values() -> None:
    assert fields(JA) == fields(EN)


def test_every_kind_and_every_refusal_has_its_words_and_no_others() -> None:
    variants = {"save_evidence_only", "end_process_host", "quarantine_file_host"}

    assert set(EN["undo"]) == set(ActionKind)
    assert set(EN["why"]) == {*ActionKind, *variants}
    assert set(EN["refused"]) == set(Refusal)
