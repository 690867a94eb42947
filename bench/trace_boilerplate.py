"""Measure the matching where mails are short and what they share is long.

Each sender has a signature, everybody the same legal footer. Of the archive's mails some are of
senders who wrote once or twice, whose signature is in no third thread: to the matching it looks
like words of their own. What is quoted is a mail that the archive has, or another one of the same
sender that it has not.
"""

import random
from collections.abc import Iterator, Sequence

from bench.trace_texts import DOES, KANA, KANJI, MATTER, PLACE
from kakekomi.trace.choice import Quote, choose
from kakekomi.trace.letter import Letter, Person, Spoof
from kakekomi.trace.normal import normal_form
from kakekomi.trace.scan import Scan

FOOTER = (
    "このメールには、宛先の方だけにお伝えする内容が含まれていることがあります。"
    "お心当たりのない方が受け取られた場合は、お手数ですが差出人までお知らせのうえ、"
    "添付を含めて削除くださいますようお願いいたします。無断での転載や開示は固くお断りします。"
)
OFTEN = 400
"""Senders of most mails."""
SPOOFS = 50
WHOLE = 10_000
"""Bytes of a quote that is not cut."""
ELSEWHERE = 50_000_000
"""Numbers of mails that no archive here has begin there."""


def body(number: int, sender: int, sentences: int, *, has_footer: bool = True) -> str:
    """A mail of so many sentences, with its sender's signature and the house's footer."""
    chance = random.Random(number * 31 + 7)
    lines = ["お世話になっております。"]
    lines += [_sentence(chance) for _ in range(sentences)]
    lines += ["よろしくお願いいたします。", "", signature(sender)]
    return "\n".join([*lines, FOOTER] if has_footer else lines)


def signature(sender: int) -> str:
    """Some three hundred bytes, the same in each of a sender's mails."""
    chance = random.Random(sender * 17 + 3)
    name = "".join(chance.choice(KANJI) for _ in range(5))
    return (
        f"株式会社{name}ホールディングス {chance.choice(PLACE)} 第{chance.randrange(1, 9)}営業部\n"
        f"{''.join(chance.choice(KANJI) for _ in range(4))}\n"
        f"〒{chance.randrange(1_000_000):07} {name}県{name}市{name}町{chance.randrange(99)}番地\n"
        f"TEL 0{chance.randrange(10**9):09} FAX 0{chance.randrange(10**9):09}"
    )


def _sentence(chance: random.Random) -> str:
    what = "".join(chance.choice(KANA) for _ in range(4))
    who = "".join(chance.choice(KANJI) for _ in range(2))
    day, much = f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日", chance.randrange(1, 999)
    return (
        f"{who}様の{what}{chance.choice(MATTER)}{much}件を、{day}に{chance.choice(PLACE)}にて"
        f"{chance.choice(DOES)}。"
    )


def sender_of(number: int) -> int:
    """One mail in twenty is of somebody who writes twice at most."""
    return OFTEN + number // 40 if number % 20 == 0 else number % OFTEN


def archive(count: int, sentences: int) -> Iterator[Letter]:
    """So many mails."""
    for number in range(count):
        sender = sender_of(number)
        yield Letter(
            message_id=f"{number}@x.example",
            people=(Person(f"s{sender}@x.example"), Person(f"p{number % 997}@p.example")),
            has_sender=True,
            own=normal_form(body(number, sender, sentences)),
        )


def spoofs(numbers: Sequence[int], sentences: int, quoted_bytes: int, *, away: bool) -> list[Spoof]:
    """Each quotes the first bytes of a mail; ``away``: of another mail of the same sender."""
    found = []
    for number in numbers:
        quoted = body(number + ELSEWHERE * away, sender_of(number), sentences)
        kept = quoted.encode()[:quoted_bytes].decode("utf-8", "ignore")
        lines = "\n".join("> " + line for line in kept.split("\n"))
        text = normal_form(f"添付をご確認ください。\n{lines}")
        found.append(Spoof(name=f"{number}.eml", text=text, has_quote=True))
    return found


def boilerplate(count: int, seed: int = 1) -> Iterator[str]:
    """Right and false matches, by length of mail and quote, of frequent and rare senders."""
    chance = random.Random(seed)
    often = chance.sample([n for n in range(count) if n % 20], SPOOFS)
    rare = chance.sample(range(0, count, 20), SPOOFS)
    for sentences in (1, 2, 7):
        for quoted_bytes in (100, 150, 200, WHOLE):
            told = []
            for who, numbers in (("frequent", often), ("rare", rare)):
                here = spoofs(numbers, sentences, quoted_bytes, away=False)
                away = spoofs(numbers, sentences, quoted_bytes, away=True)
                scan = Scan([*here, *away])
                for letter in archive(count, sentences):
                    scan.add(letter, 0)
                stolen = choose(scan)
                right = sum(
                    any(scan.ids.get(mail) == f"{number}@x.example" for mail, _ in one.mails)
                    for number, one in zip(numbers, stolen, strict=False)
                )
                false = sum(one.quote is Quote.MATCHED for one in stolen[SPOOFS:])
                told.append(f"{who} senders found {right / SPOOFS:.2f} false {false / SPOOFS:.2f}")
            length = "whole" if quoted_bytes == WHOLE else f"{quoted_bytes} bytes"
            yield f"{count:,} mails of {sentences} sentences, {length} quoted: {', '.join(told)}"
