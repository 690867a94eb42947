import pytest

from guide.cases import emotet, pack_with
from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.triage import MAX_QUESTIONS, TRIAGE_FILE, read_triage

TEXT = emotet().text(TRIAGE_FILE)


def test_the_pack_asks_whether_it_was_opened_how_far_it_went_and_about_our_name() -> None:
    triage = read_triage(emotet())

    assert [question.id for question in triage.question] == ["opened", "kind", "our_name"]
    assert [door.id for door in triage.door] == ["opened", "our-name", "received"]
    assert len(triage.question) <= MAX_QUESTIONS


def test_whoever_may_have_opened_it_is_told_to_cut_off_before_anything_else() -> None:
    first = read_triage(emotet()).question[0]

    assert [(choice.id, choice.now) for choice in first.choice] == [
        ("yes", "isolate-pc"),
        ("not_sure", "isolate-pc"),
        ("no", None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('now = "isolate-pc"', 'now = "gone"', "step 'gone' is unknown", id="step"),
        pytest.param('value = "yes"', 'value = "maybe"', "opened=maybe", id="door"),
        pytest.param('values = ["yes"', 'values = ["perhaps"', "opened=perhaps", id="condition"),
        pytest.param("asks.ja", "fragt.ja", "fragt", id="unknown key"),
        pytest.param("[[door]]", "[[door", "triage.toml", id="no TOML"),
    ],
)
def test_what_is_wrong_with_the_questions_is_named(old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read_triage(pack_with(TRIAGE_FILE, TEXT.replace(old, new)))


def test_a_fourth_question_is_refused() -> None:
    more = TEXT[TEXT.index('[[question]]\nid = "our_name"') :].replace("our_name", "fourth")

    with pytest.raises(ConfigurationError, match="has 4 questions"):
        read_triage(pack_with(TRIAGE_FILE, f"{TEXT}\n{more}"))
