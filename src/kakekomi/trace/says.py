"""Say who leaked in plain words, in the order in which people need it.

The side first, then the mailbox. Below 0.8 it "points to", never "is"; below 0.5 it can't be known
yet. What is always true is said always: a leak is no infection of today, the sender shown proves
little, our own PCs are checked whatever comes out, and nobody is accused.
"""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import timedelta, timezone
from functools import cache
from importlib import resources
from typing import Final

from kakekomi.trace.explanation import Explanation, Side, Suspect

IS_LIKELY: Final = 0.8
POINTS_TO: Final = 0.5
WORTH_TELLING: Final = 0.01
"""Below this a runner-up is none."""
LEAST_SHARE: Final = 0.005
"""Below this a side has nothing worth a figure."""
WORTH_ADDING: Final = 0.03
"""By so much a mailbox has to be likelier as one of several than as the only one."""
MAX_NAMES: Final = 6
"""In one sentence; the rest is counted."""
JAPAN: Final = timezone(timedelta(hours=9))
"""By whose calendar the date of a theft is told in Japanese."""


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        file = resources.files("kakekomi.trace").joinpath("words", f"{language}.toml")
        self._by_key: dict[str, str] = tomllib.loads(file.read_text("utf-8"))

    def __call__(self, key: str, /, **values: object) -> str:
        """Words with the values put in."""
        return self._by_key[key].format_map(values) if values else self._by_key[key]

    def names(self, names: Sequence[str]) -> str:
        """Some names, and how many more."""
        shown = self("separator").join(names[:MAX_NAMES])
        left = len(names) - MAX_NAMES
        return self("and_more", names=shown, count=left) if left > 0 else shown


@cache
def words_of(language: str) -> Words:
    """Read once for each language."""
    return Words(language)


def says(found: Explanation, language: str) -> str:
    """The answer in words, a line for each thought."""
    return "\n".join(line.strip() for line in lines(found, language))


def lines(found: Explanation, language: str) -> Iterator[str]:
    """The same line by line."""
    words = words_of(language)
    yield _head(found, words)
    yield from _at_least(found, words)
    yield _sides(found, words)
    yield from _what_it_explains(found, words)
    yield from _others(found, words)
    if found.stolen_after is not None:
        at = found.stolen_after.astimezone(JAPAN) if language == "ja" else found.stolen_after
        yield words("after", date=f"{at:%Y-%m-%d}")
    yield words("settle") + words("settle_separator").join(_settling(found, words))
    for key in ("advice_more", "advice_now", "advice_shown", "advice_check", "advice_partner"):
        yield words(key)


def _best(found: Explanation) -> Suspect | None:
    return next((one for one in found.suspects if one.side is not Side.UNKNOWN), None)


def _is_first(found: Explanation, best: Suspect | None) -> bool:
    return best is not None and best is found.suspects[0] and best.probability >= POINTS_TO


def _is_likely(found: Explanation) -> bool:
    best = _best(found)
    return best is not None and best.probability >= IS_LIKELY


def _head(found: Explanation, words: Words) -> str:
    best = _best(found)
    if best is not None and _is_first(found, best):
        key = "is_likely" if best.probability >= IS_LIKELY else "points_to"
        return words(key, **_who(best, words))
    head = words("unknown" if found.has_match else "unknown_no_match")
    if best is None or best.probability < WORTH_TELLING or not found.has_match:
        return head
    return head + words("unknown_nearest", **_who(best, words))


def _at_least(found: Explanation, words: Words) -> Iterator[str]:
    """A mailbox that was robbed whether it was the only one or not."""
    best = _best(found)
    if best is None or not found.has_match or best.probability >= IS_LIKELY:
        return
    for one in found.among:
        if one.probability >= max(POINTS_TO, best.probability + WORTH_ADDING):
            yield words("at_least", **_who(one, words))


def _who(suspect: Suspect, words: Words) -> dict[str, str]:
    return {
        "mailbox": words(f"mailbox_{suspect.side}", who=words.names(suspect.mailboxes)),
        "percent": _percent(suspect.probability),
    }


def _percent(probability: float) -> str:
    """Never 100 %, and never 0 % of something that is told."""
    return f"{min(max(round(probability * 100), 1), 99)}%"


def _share(probability: float) -> str:
    """Of a side, which may have none of it."""
    return _percent(probability) if probability >= LEAST_SHARE else "0%"


def _sides(found: Explanation, words: Words) -> str:
    sums = {
        side: sum(one.probability for one in found.suspects if one.side is side) for side in Side
    }
    return words("sides", **{side.value: _share(value) for side, value in sums.items()})


def _what_it_explains(found: Explanation, words: Words) -> Iterator[str]:
    best = _best(found)
    explained: set[str] = set()
    if best is not None and _is_first(found, best):
        explained = {one.spoof for one in best.because}
        yield words("explains", count=len(explained), total=len(found.spoofs))
        matched = [
            one for one in found.spoofs if one not in (*found.unmatched, *found.without_quote)
        ]
        left = [name for name in matched if name not in explained]
        if left:
            yield words("explains_not", names=words.names(left))
    if found.unmatched:
        yield words("unmatched", names=words.names(found.unmatched))
    if found.without_quote:
        yield words("without_quote", names=words.names(found.without_quote))


def _others(found: Explanation, words: Words) -> Iterator[str]:
    best = _best(found)
    if best is not None and _is_first(found, best):
        rest = (one for one in found.suspects if not set(best.mailboxes) <= set(one.mailboxes))
        second = next(rest, None)
        is_named = second is not None and second.side is not Side.UNKNOWN
        if second is not None and is_named and second.probability >= WORTH_TELLING:
            yield words("runner_up", **_who(second, words))
    for group in found.indistinguishable:
        yield words("alike", names=words.names(group))
    for ahead, behind in found.separated_by_silence[:1]:
        yield words("silence", ahead=ahead, behind=behind)


def _settling(found: Explanation, words: Words) -> Iterator[str]:
    if found.settling.recipients:
        yield words("settle_recipient", names=words.names(found.settling.recipients))
    if found.settling.archives:
        yield words("settle_archive", names=words.names(found.settling.archives))
    elif found.unmatched and not _is_likely(found):
        yield words("settle_more_archives")
    if found.settling.own_reports:
        yield words("settle_own_reports")
    yield words("settle_originals")
