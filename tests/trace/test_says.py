from dataclasses import replace
from pathlib import Path

import pytest

import kakekomi.trace
from kakekomi.trace.explanation import Because, Explanation, Side, Suspect
from kakekomi.trace.says import says, words_of
from kakekomi.trace.settling import Settling

A, P = "a@own.example", "p@partner.example"


def make_explanation(*suspects: Suspect, spoofs: int = 3, unmatched: int = 0) -> Explanation:
    names = tuple(f"{number}.eml" for number in range(spoofs))
    return Explanation(
        suspects=suspects,
        indistinguishable=(),
        separated_by_silence=(),
        spoofs=names,
        unmatched=names[:unmatched],
        without_quote=(),
        stolen_after=None,
        settling=Settling(),
        archives=(),
        mails=10,
        known=(),
        gaps=(),
    )


def make_suspect(probability: float, *mailboxes: str, side: Side = Side.OWN) -> Suspect:
    because = tuple(
        Because(spoof=f"{number}.eml", message_id="<1@x>", matched_chars=100) for number in (0, 1)
    )
    return Suspect(mailboxes=mailboxes, side=side, probability=probability, because=because)


UNKNOWN = make_suspect(0.1, side=Side.UNKNOWN)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.95, "What was robbed is very likely our own mailbox a@own.example (probability 95%)."),
        (0.79, "This points to our own mailbox a@own.example (probability 79%); it is not proven."),
        (
            0.49,
            "It can't be known yet whose mailbox was robbed. What fits best so far is our own"
            " mailbox a@own.example, but at 49% that decides nothing.",
        ),
    ],
)
def test_the_first_sentence_says_no_more_than_is_known(probability: float, words: str) -> None:
    found = make_explanation(make_suspect(probability, A), UNKNOWN)

    assert says(found, "en").splitlines()[0] == words


def test_nothing_is_ever_certain() -> None:
    found = make_explanation(make_suspect(0.9999, A))

    assert "99%" in says(found, "ja").splitlines()[0]


def test_what_is_explained_and_what_is_not_is_counted_and_named() -> None:
    text = says(make_explanation(make_suspect(0.9, A), UNKNOWN), "en")

    assert "It held the mails quoted by 2 of 3 spoofs." in text
    assert "It does not explain: 2.eml." in text


def test_the_runner_up_is_somebody_else_and_not_a_set_that_holds_the_first() -> None:
    both = make_suspect(0.05, A, P, side=Side.MIXED)
    partner = make_suspect(0.04, P, side=Side.PARTNER)
    text = says(make_explanation(make_suspect(0.9, A), both, partner), "en")

    assert "Next comes the outside mailbox p@partner.example (probability 4%)." in text


def test_a_mailbox_in_all_likely_sets_is_named_though_no_set_is_likely() -> None:
    suspects = make_suspect(0.45, A, P, side=Side.MIXED), make_suspect(0.4, A), UNKNOWN
    found = replace(make_explanation(*suspects), among=(make_suspect(0.85, A),))

    assert (
        "Counting the possibility that others were robbed too, our own mailbox a@own.example is"
        " among the robbed with a probability of 85%."
    ) in says(found, "en").splitlines()


def test_a_mailbox_that_is_no_likelier_with_others_is_named_once() -> None:
    found = replace(make_explanation(make_suspect(0.9, A), UNKNOWN), among=(make_suspect(0.91, A),))

    assert "Counting" not in says(found, "en")


@pytest.mark.parametrize(
    ("probability", "unmatched", "is_asked"), [(0.4, 1, True), (0.9, 1, False), (0.4, 0, False)]
)
def test_more_of_our_own_mailboxes_are_asked_for_while_quotes_are_unknown_and_nothing_is_clear(
    probability: float, unmatched: int, *, is_asked: bool
) -> None:
    found = make_explanation(make_suspect(probability, A), UNKNOWN, unmatched=unmatched)

    assert ("more of our own people" in says(found, "en")) is is_asked


def test_without_one_matched_quote_that_is_the_first_thing_said() -> None:
    found = make_explanation(UNKNOWN, make_suspect(0.05, A), unmatched=3)

    assert says(found, "ja").startswith(
        "なりすましメールの引用が、渡されたメールのどれとも一致しません"
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_always_true_is_always_said(language: str) -> None:
    text = says(make_explanation(UNKNOWN), language)
    words = words_of(language)

    for key in ("advice_more", "advice_now", "advice_shown", "advice_check", "advice_partner"):
        assert words(key).strip() in text


def test_both_languages_have_the_same_words() -> None:
    folder = Path(str(kakekomi.trace.__file__)).parent / "words"
    keys = [
        [
            line.partition(" =")[0]
            for line in (folder / f"{one}.toml").read_text("utf-8").split("\n")
        ]
        for one in ("ja", "en")
    ]

    assert keys[0][1:] == keys[1][1:]
