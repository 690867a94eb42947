import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.alike import Concept, Lexicon, folded, read_concepts, stem
from kakekomi.guide.library import read_faqs
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language

CONCEPTS = (
    Concept(id="opened", ja=("開いた", "ひらいた"), en=("opened",)),
    Concept(id="not-opened", weight=2.0, ja=("開いたことはない",), en=("never opened",)),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヒライチャッタ", "ひらいちゃった"),
        ("ﾋﾗｲﾀ", "ヒライタ"),
        ("ＺＩＰ", "zip"),
        ("ウィルス", "ウイルス"),
        ("Don't", "dont"),
    ],
)
def test_spellings_of_the_same_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_a_length_mark_stays_or_a_card_would_be_a_doubt() -> None:
    assert folded("カード") != folded("かど")


@pytest.mark.parametrize(
    ("word", "expected"), [("mails", "mail"), ("opened", "open"), ("is", "is"), ("bus", "bus")]
)
def test_an_english_word_loses_its_ending_and_short_ones_keep_theirs(
    word: str, expected: str
) -> None:
    assert stem(word) == expected


def test_the_longest_of_the_words_that_lie_in_each_other_counts() -> None:
    lexicon = Lexicon(CONCEPTS)

    assert "=opened" in lexicon.terms("ファイルを開いた")
    assert [term for term in lexicon.terms("開いたことはない") if term[0] == "="] == ["=not-opened"]
    assert [term for term in lexicon.terms("I never opened it") if term[0] == "="] == [
        "=not-opened"
    ]


def test_japanese_is_taken_in_pairs_and_latin_in_words() -> None:
    assert Lexicon(()).terms("添付 zip を開く") == ["添付", "zip", "を開", "開く"]


@given(st.text(max_size=60))
def test_any_text_has_terms_or_none(text: str) -> None:
    assert all(Lexicon(CONCEPTS).terms(text))


def test_each_concept_of_the_pack_points_to_answers_that_are_there() -> None:
    pack = load_embedded()
    answers = {faq.id for faq in read_faqs(pack, Language.JA)}

    concepts = read_concepts(pack)

    assert {name for concept in concepts for name in concept.answers} <= answers
    assert answers <= {name for concept in concepts for name in concept.answers}
    assert len({concept.id for concept in concepts}) == len(concepts)


def test_a_pack_without_the_file_has_no_concepts_and_a_wrong_one_is_refused() -> None:
    pack = load_embedded()

    assert read_concepts(replace(pack, files=MemoryFiles({}))) == ()
    with pytest.raises(ConfigurationError, match=r"search\.toml"):
        read_concepts(replace(pack, files=MemoryFiles({"search.toml": b"[[concept]]"})))
