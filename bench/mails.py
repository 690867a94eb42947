"""The mails to measure on: a corpus if there is one, else mails that are made.

A corpus is a folder with ``spamassassin`` and ``bounces``, unpacked or as ``.tar.xz``. It is looked
for in ``KAKEKOMI_CORPUS``, then beside the project.
"""

import os
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kakekomi.drill.business import make_business
from kakekomi.drill.campaign import make_campaign

ROOT: Final = Path(__file__).parents[1]

PLACES: Final = (Path("shared/corpus"), Path("corpus"))
"""Beside the project's folder."""

SETS: Final = {
    "ham": "spamassassin/ham",
    "spam": "spamassassin/spam",
    "bounces": "bounces",
}
"""Name of a set and its folder in a corpus."""

MADE_MAILS: Final = 2_000
"""Enough to measure on; there are only some dozens of kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSet:
    """Mails of one kind."""

    name: str
    mails: tuple[bytes, ...]


@contextmanager
def mail_sets() -> Iterator[tuple[str, tuple[MailSet, ...]]]:
    """What the mails are, in words, and the mails."""
    place = corpus_folder()
    if place is None:
        yield "made mails (no corpus found; name one in KAKEKOMI_CORPUS)", _made()
        return
    with TemporaryDirectory() as folder:
        for packed in sorted(place.glob("*.tar.xz")):
            if packed.name.removesuffix(".tar.xz") in {"spamassassin", "bounces"}:
                with tarfile.open(packed) as archive:
                    archive.extractall(folder, filter="data")
        yield "corpus of real mails", tuple(_read(place, Path(folder)))


def corpus_folder() -> Path | None:
    """Where real mails and documents are, if anywhere."""
    named = os.environ.get("KAKEKOMI_CORPUS")
    places = [Path(named)] if named else [ROOT.parent / place for place in PLACES]
    return next((place for place in places if place.is_dir()), None)


def _read(*places: Path) -> Iterator[MailSet]:
    for name, folder in SETS.items():
        files = [path for place in places for path in sorted((place / folder).glob("*.eml"))]
        if files:
            yield MailSet(name=name, mails=tuple(path.read_bytes() for path in files))


def _made() -> tuple[MailSet, ...]:
    business = [one.data for one in make_business()]
    return (
        MailSet(name="made, ordinary", mails=tuple(islice(cycle(business), MADE_MAILS))),
        MailSet(name="made, attacks", mails=tuple(one.data for one in make_campaign())),
    )


def all_mails(sets: Sequence[MailSet], at_most: int) -> list[bytes]:
    """Mails of all sets, taken evenly."""
    mails = [mail for one in sets for mail in one.mails]
    step = max(1, len(mails) // at_most)
    return mails[::step][:at_most]
