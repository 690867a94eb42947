"""The PC that the check runs on.

Emotet is a Windows program. Elsewhere the check does not apply, which is an answer and not an
error: mail on a Mac or phone is still forwarded, and stolen passwords work from anywhere.
"""

from datetime import datetime

from kakekomi.facts.gap import What, Why
from kakekomi.facts.pc_tables import Collection, OsVersion, SystemInfo
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts

WINDOWS = "windows"


def collect_live(*, hostname: str, platform: str, now: datetime) -> SubjectFacts:
    """Facts of this PC; ``platform`` as in ``os_version``: windows, darwin or linux."""
    facts = FactsBuilder(hostname, Kind.PC)
    facts.add(
        SystemInfo(hostname=hostname),
        OsVersion(platform=platform),
        Collection(source="live", collected_at=now),
    )
    why = Why.NOT_COLLECTED if platform == WINDOWS else Why.NOT_APPLICABLE
    facts.gap(What.PC, why, platform)
    return facts.build()
