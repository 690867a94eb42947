"""Say so when a PC was judged by knowledge that nobody has looked over for a long time.

"Nothing found" on a PC means "none of the forms that this pack knows". Emotet changed its form
every few months (EmoCheck had eleven versions from 2020 to 2023), so three months after the last
comparison with the sources the pack may be a form behind. The verdict itself stays what it is.
"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.subject import Kind
from kakekomi.judge.verdict import Judgement, gaps_with_beyond
from kakekomi.packs.model import Pack

FRESH: Final = timedelta(days=90)
"""How long after the last comparison with its sources a pack counts as current."""


def with_age(judgement: Judgement, pack: Pack, now: datetime) -> Judgement:
    """The same judgement, with a gap that names the pack's date if that is long past."""
    age = now.date() - pack.checked_at
    if judgement.kind is not Kind.PC or age <= FRESH:
        return judgement
    gap = Gap(what=What.RULE, why=Why.OUTDATED, detail=pack.checked_at.isoformat())
    gaps = gaps_with_beyond((*judgement.gaps, gap), judgement.kind, judgement.verdict)
    return msgspec.structs.replace(judgement, gaps=gaps)
