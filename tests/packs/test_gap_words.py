import itertools

import pytest

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.packs.gap_words import gap_sentence, gap_words
from kakekomi.packs.model import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_there_are_no_words_without_a_code(language: Language) -> None:
    words = gap_words(language)

    assert words.what.keys() == set(What)
    assert words.why.keys() == set(Why)
    codes = {f"{what}.{why}" for what, why in itertools.product(What, Why)}
    assert words.sentence.keys() <= codes


def test_both_languages_have_the_same_sentences() -> None:
    assert gap_words(Language.JA).sentence.keys() == gap_words(Language.EN).sentence.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_is_said_in_whole_sentences_without_codes(language: Language) -> None:
    end = "。" if language is Language.JA else "."
    for what, why, detail in itertools.product(What, Why, ("", "a.zip")):
        sentence = gap_sentence(Gap(what=what, why=why, detail=detail), language)

        assert sentence.endswith(end)
        assert "{" not in sentence
        assert "_" not in sentence
        assert "  " not in sentence


def test_the_name_stands_in_quotes_behind_what_was_not_checked() -> None:
    locked = Gap(what=What.ATTACHMENT, why=Why.ENCRYPTED, detail="請求書.zip")
    unread = Gap(what=What.FOLDER, why=Why.UNREADABLE, detail=r"C:\x{y}")

    assert gap_sentence(locked, Language.JA).startswith("添付ファイル「請求書.zip」は、パスワード")
    assert gap_sentence(unread, Language.EN) == r'A folder "C:\x{y}" could not be read.'


def test_no_sentence_calls_anything_safe() -> None:
    for language, word in ((Language.JA, "安全です"), (Language.EN, " safe")):
        words = gap_words(language)
        assert not [
            text for text in (*words.why.values(), *words.sentence.values()) if word in text
        ]
