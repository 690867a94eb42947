from datetime import UTC, datetime

import pytest

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Collection, OsVersion, SystemInfo
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.live import collect_live

NOW = datetime(2022, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize("platform", ["darwin", "linux"])
def test_elsewhere_than_on_windows_the_check_does_not_apply(platform: str) -> None:
    assert collect_live(hostname="mac-1", platform=platform, now=NOW) == SubjectFacts(
        subject="mac-1",
        kind=Kind.PC,
        rows=(
            SystemInfo(hostname="mac-1"),
            OsVersion(platform=platform),
            Collection(source="live", collected_at=NOW),
            Gap(what=What.PC, why=Why.NOT_APPLICABLE, detail=platform),
        ),
    )
