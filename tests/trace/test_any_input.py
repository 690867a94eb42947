"""Whatever letters and spoofs say, an answer comes out that keeps its promises."""

import random
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.trace.document import document
from kakekomi.trace.explanation import explain
from kakekomi.trace.letter import Letter, Person, Spoof
from kakekomi.trace.says import says
from kakekomi.trace.scan import Scan

ADDRESSES = ["u0@o.example", "u1@o.example", "u2@p.example", "", "@", "x" * 300]
DATES = [
    None,
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(2022, 1, 1, tzinfo=UTC),
    datetime(2022, 3, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, tzinfo=UTC),
]


def person(chance: random.Random) -> Person:
    return Person(chance.choice(ADDRESSES), chance.choice(["", "名前", "b"]))


def text(chance: random.Random, texts: list[bytes]) -> bytes:
    return chance.choice(texts) + bytes(chance.randrange(97, 101) for _ in range(20))


def letter(chance: random.Random, texts: list[bytes]) -> Letter:
    return Letter(
        message_id=chance.choice(["", str(chance.randrange(20))]),
        answers=tuple(str(chance.randrange(20)) for _ in range(chance.randrange(3))),
        date_at=chance.choice(DATES),
        people=tuple(person(chance) for _ in range(chance.randrange(4))),
        has_sender=chance.random() < 0.8,
        delivered_to=chance.choice(ADDRESSES),
        own=text(chance, texts),
        quoted=chance.choice(texts),
    )


def spoof(chance: random.Random, texts: list[bytes], number: int) -> Spoof:
    return Spoof(
        name=f"{number}.eml",
        received_at=chance.choice(DATES),
        recipients=tuple(chance.sample(ADDRESSES, chance.randrange(3))),
        shown=person(chance),
        text=text(chance, texts) + chance.choice(texts),
        has_quote=chance.random() < 0.7,
        quoted_people=tuple(person(chance) for _ in range(chance.randrange(3))),
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_any_letters_and_spoofs_have_an_answer(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  the same each time
    texts = [bytes(chance.randrange(97, 101) for _ in range(size)) for size in (0, 90, 300)]
    scan = Scan([spoof(chance, texts, number) for number in range(chance.randrange(4))])
    for _ in range(chance.randrange(30)):
        scan.add(letter(chance, texts), chance.randrange(2))

    found = explain(scan, [("a",), ("u1@o.example",)], chance.choice([[], ["o.example"]]))

    assert sum(one.probability for one in found.suspects) <= 1 + 1e-9
    assert len({one.mailboxes for one in found.suspects}) == len(found.suspects) <= 20
    matched = set(found.spoofs) - set(found.unmatched) - set(found.without_quote)
    assert {why.spoof for one in found.suspects for why in one.because} <= matched
    for language in ("ja", "en"):
        assert document(found, says(found, language)).says
