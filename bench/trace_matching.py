"""Measure the matching: mails a second with normalizing, memory, false and missed matches."""

import random
import resource
import time
import tracemalloc
from collections.abc import Iterator, Sequence

from bench.trace_texts import body, letters
from kakekomi.mail import quotation
from kakekomi.trace.choice import Quote, choose
from kakekomi.trace.letter import Letter, Person, Spoof
from kakekomi.trace.normal import normal_form
from kakekomi.trace.scan import Scan

SPOOFS = 50
UNRELATED = 10_000_000
"""Numbers of texts that no archive here has begin there."""


def spoof(text: str, name: str = "x.eml") -> Spoof:
    """One that quotes the text."""
    quoted = "\n".join("> " + line for line in text.split("\n"))
    return Spoof(name=name, text=normal_form(f"添付をご確認ください。\n{quoted}"), has_quote=True)


def speed(count: int) -> str:
    """Scan so many mails; splitting, normalizing and scanning are on the clock."""
    scan = Scan([spoof(body(number * 7)) for number in range(SPOOFS)])
    busy_s = size = 0.0
    begun = _memory_mib()
    for number in range(count):
        text = body(number)
        start = time.process_time()
        scan.add(_split(text, number), 0)
        busy_s += time.process_time() - start
        size += len(text.encode())
    start = time.process_time()
    stolen = choose(scan)
    busy_s += time.process_time() - start
    found = sum(one.quote is Quote.MATCHED for one in stolen)
    more_mib = _memory_mib() - begun
    return (
        f"{count:>9,} mails of {size / count:,.0f} bytes: {count / busy_s:,.0f} mails/s a core"
        f" (processor time), {found} of {SPOOFS} quotes found, memory +{more_mib:,.0f} MiB"
    )


def memory(count: int) -> str:
    """What matching keeps, beside who has which mail: numbers that grow with the archive."""
    scan = Scan([spoof(body(number * 7)) for number in range(SPOOFS)])
    tracemalloc.start()
    for number in range(count):
        scan.add(_split(body(number), number), 0)
    scan.flush()
    kept = {"matching": 0, "numbers": 0}
    for one in tracemalloc.take_snapshot().statistics("filename"):
        name = one.traceback[0].filename
        if "/trace/" in name or "numpy" in name:
            is_number = name.endswith(("/archive.py", "/threads.py"))
            kept["numbers" if is_number else "matching"] += one.size
    tracemalloc.stop()
    matching, numbers = (size / 2**20 for size in kept.values())
    each = kept["numbers"] / count
    told = f"matching {matching:.1f} MiB; who has which mail {numbers:.1f} MiB"
    return f"{count:>9,} mails: {told}, {each:.0f} bytes a mail"


def _split(text: str, number: int) -> Letter:
    own, _ = quotation.split(text)
    sender, partner = f"s{number % 400}@own.example", f"p{number % 997}@p.example"
    return Letter(
        message_id=f"{number}@own.example",
        people=(Person(sender), Person(partner)),
        has_sender=True,
        own=normal_form(own),
    )


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def false_matches(mails: int, rounds: int = 1) -> str:
    """Quotes of mails that the archive does not have."""
    false = 0
    for at in range(rounds):
        numbers = range(UNRELATED + at * SPOOFS, UNRELATED + (at + 1) * SPOOFS)
        scan = Scan([spoof(body(number)) for number in numbers])
        for mail in letters(mails):
            scan.add(mail, 0)
        false += sum(one.quote is Quote.MATCHED for one in choose(scan))
    return f"{false} false matches: {rounds * SPOOFS} spoofs against {mails:,} unrelated mails"


def recall(archive: int) -> Iterator[str]:
    """Quotes cut to a part, re-wrapped; also of short mails."""
    chance = random.Random(1)
    for words, sentences in (("usual mails", 7), ("mails of one sentence", 1)):
        mails = [_letter(number, sentences) for number in range(archive)]
        for part in (1.0, 0.5, 0.2):
            picked = chance.sample(range(archive), SPOOFS)
            scan = Scan([spoof(_cut(body(number, sentences), part)) for number in picked])
            for mail in mails:
                scan.add(mail, 0)
            yield f"{words}, {part:.0%} of the quote left: " + _told(choose(scan), picked)


def _letter(number: int, sentences: int) -> Letter:
    return Letter(message_id=f"{number}@x", own=normal_form(body(number, sentences)))


def _cut(text: str, part: float) -> str:
    kept = text[: round(len(text) * part)].replace("\n", "")
    return "\n".join(kept[at : at + 36] for at in range(0, len(kept), 36))


def _told(stolen: Sequence[object], picked: Sequence[int]) -> str:
    found = right = 0
    for one, number in zip(stolen, picked, strict=True):
        mails = getattr(one, "mails", ())
        found += bool(mails)
        right += number in [mail for mail, _ in mails]
    return f"{found / len(picked):.2f} matched, {right / len(picked):.2f} the right mail"
