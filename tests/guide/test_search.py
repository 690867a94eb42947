"""What is asked in other words is found. The ways of asking here are left out of the index."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kakekomi.guide.alike import Lexicon, read_concepts
from kakekomi.guide.library import Faq, read_faqs
from kakekomi.guide.search import SearchIndex
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import LANGUAGES

INDEX = SearchIndex.of(load_embedded())

SHARE_FOUND = 0.95
FIRST = 3


def make_faq(faq_id: str, *asks: str) -> Faq:
    return Faq(id=faq_id, title=asks[0], asks=asks, checked_at=date(2026, 11, 24))


def test_ways_of_asking_that_the_index_does_not_know_find_their_answer() -> None:
    pack = load_embedded()
    lexicon = Lexicon(read_concepts(pack))
    faqs = [faq for language in LANGUAGES for faq in read_faqs(pack, language)]
    missed: list[str] = []
    for number in range(9):
        held_back = [faq.asks[number] for faq in faqs]
        known = [replace(faq, asks=(*faq.asks[:number], *faq.asks[number + 1 :])) for faq in faqs]
        index = SearchIndex(known, lexicon)
        missed += [
            ask
            for faq, ask in zip(faqs, held_back, strict=True)
            if faq.id not in [hit.faq_id for hit in index.search(ask)[:FIRST]]
        ]

    assert len(missed) <= (1 - SHARE_FOUND) * 9 * len(faqs), missed


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ﾏｯｸでも うつりますか", "mac-and-phones"),
        ("くれか とめる?", "credit-cards"),
        ("社長名のニセメールが得意先に届いているらしい", "our-name"),
        ("RUNDLL32.EXE を削除してもよい?", "rundll32-regsvr32-dont-delete"),
        ("do i need to wipe my computer", "reset-or-not"),
    ],
)
def test_spelling_width_case_and_other_words_do_not_matter(question: str, answer: str) -> None:
    assert INDEX.search(question)[0].faq_id == answer


@pytest.mark.parametrize("question", ["", " \n", "?!", "🐟", "the of and"])
def test_a_question_that_says_nothing_finds_nothing(question: str) -> None:
    assert INDEX.search(question) == ()


def test_a_rare_word_says_more_than_a_common_one() -> None:
    index = SearchIndex(
        [
            make_faq("common", "mail attachment", "mail zip"),
            make_faq("also", "mail again"),
            make_faq("rare", "mail octopus"),
        ],
        Lexicon(()),
    )

    assert index.search("mail octopus")[0].faq_id == "rare"


@settings(max_examples=100)
@given(st.text(max_size=80))
def test_any_question_gets_answers_in_falling_order(question: str) -> None:
    scores = [hit.score for hit in INDEX.search(question)]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1.000001 for score in scores)
