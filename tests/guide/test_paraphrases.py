"""People's own words find the right answer; written by somebody who had not seen the search."""

import tomllib
from pathlib import Path

from kakekomi.guide.search import SearchIndex
from kakekomi.packs.load import load_embedded

PARAPHRASES = tomllib.loads(Path(__file__).with_name("paraphrases.toml").read_text("utf-8"))

ASKED = [(faq, question) for faq, questions in PARAPHRASES.items() for question in questions]


def test_nineteen_of_twenty_questions_find_their_answer_among_the_first_three() -> None:
    index = SearchIndex.of(load_embedded())
    missed = [
        (faq, question)
        for faq, question in ASKED
        if faq not in [hit.faq_id for hit in index.search(question)[:3]]
    ]

    assert len(ASKED) >= 100
    assert len(missed) <= len(ASKED) / 20, missed
