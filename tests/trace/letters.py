"""Letters and spoofs for tests, of sentences that no two mails share unless they are told to."""

import random
from datetime import UTC, datetime, timedelta

from kakekomi.trace.letter import Letter, Person, Spoof
from kakekomi.trace.normal import normal_form

BEGAN = datetime(2022, 1, 1, 9, tzinfo=UTC)
OWNER = Person("a@own.example")
SUBJECTS = "見積書 請求書 図面 納期 打合せ 議事録 契約書 検収 在庫 出荷 配送 価格改定".split()
PLACES = "本社 工場 倉庫 大阪支店 名古屋営業所 二階会議室 駅前 現場事務所".split()
VERBS = "確認しました 変更になりました 届いておりません 手配いたします 見直したいと思います".split()


def make_text(seed: int, sentences: int = 6) -> str:
    """Business sentences; those of another seed differ."""
    chance = random.Random(seed)  # noqa: S311  the same each time
    return "".join(
        f"{chance.choice(SUBJECTS)}第{chance.randrange(10**6)}号の件、{chance.choice(PLACES)}では"
        f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日に{chance.choice(VERBS)}。\n"
        for _ in range(sentences)
    )


def make_letter(  # noqa: PLR0913  a mail has so many sides
    number: int,
    people: str = "a@own.example b@partner.example",
    *,
    text: str | None = None,
    quoted: str = "",
    answers: tuple[str, ...] = (),
    day: int | None = None,
    delivered_to: str = "",
) -> Letter:
    """A mail by the first of the people, who may be written ``address=name``."""
    pairs = [person.partition("=") for person in people.split()]
    return Letter(
        message_id=f"{number}@own.example",
        answers=answers,
        date_at=BEGAN + timedelta(days=number if day is None else day),
        people=tuple(Person(address, name) for address, _, name in pairs),
        has_sender=True,
        delivered_to=delivered_to,
        own=normal_form(make_text(number) if text is None else text),
        quoted=normal_form(quoted),
    )


def make_spoof(
    text: str,
    *,
    name: str = "01.eml",
    to: str = "b@partner.example",
    shown: Person = OWNER,
    has_quote: bool = True,
    day: int = 100,
) -> Spoof:
    """A spoof that quotes the text below a lure."""
    return Spoof(
        name=name,
        received_at=BEGAN + timedelta(days=day),
        recipients=(to,) if to else (),
        shown=shown,
        from_address="x@elsewhere.example",
        text=normal_form("添付をご確認ください。\n" + text),
        has_quote=has_quote,
    )
