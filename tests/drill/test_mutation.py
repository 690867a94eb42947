from pathlib import Path

import pytest

from kakekomi.drill.campaign import make_campaign
from kakekomi.drill.mutation import MUTATIONS, mutations, write_campaign
from kakekomi.facts.mail_tables import Attachment
from kakekomi.mail.collect import collect


def _hashes(mail: bytes) -> list[str | None]:
    rows = collect(mail, subject="a.eml").of(Attachment)
    return [row.sha256 for row in rows]


@pytest.mark.parametrize("name", [name for name, _ in MUTATIONS])
def test_a_mutated_mail_differs_and_keeps_its_attachments(name: str) -> None:
    mail = next(make_campaign()).data
    mutated = dict(mutations(mail))[name]

    assert mutated != mail
    assert any(_hashes(mail))
    assert _hashes(mutated) == _hashes(mail)


def test_the_whole_campaign_is_written_with_every_mutation(tmp_path: Path) -> None:
    count = write_campaign(tmp_path / "bad")

    names = [path.name for path in (tmp_path / "bad").iterdir()]
    assert len(names) == count == 33 * (1 + len(MUTATIONS))
    assert all(f"00-{name}.eml" in names for name, _ in MUTATIONS)
