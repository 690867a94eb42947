from pathlib import Path

import pytest

from cli.consoles import MemoryConsole
from kakekomi.cli.notice_case import forged_mails, judged, stored_facts
from kakekomi.cli.notice_commands import EMBEDDED
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.facts import snapshot
from kakekomi.facts.case_tables import CheckResult, Finding, Organization
from kakekomi.facts.subject import Kind, SubjectFacts
from notice.notices import PACK


def test_stored_facts_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    paths = []
    for name in "BA":
        facts = SubjectFacts(subject=name, kind=Kind.CASE, rows=(Organization(name=name),))
        (tmp_path / name).write_bytes(snapshot.write((facts,)))
        paths.append(str(tmp_path / name))

    assert [facts.subject for facts in stored_facts(paths)] == ["B", "A"]


def test_a_forged_mail_is_read_and_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = tmp_path / "came.eml"
    mail.write_bytes(make_demo_mail())
    console = MemoryConsole(monkeypatch)

    (facts,) = forged_mails([str(mail)], ["company.example"], EMBEDDED, console.console)
    known = judged(facts, PACK)

    assert [row.verdict for row in known.of(CheckResult)] == ["detected"]
    assert known.of(Finding)
    assert judged(known, PACK) is known


def test_a_file_that_is_no_mail_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "came.eml"
    file.write_bytes(b"\x00\x01\x02")
    console = MemoryConsole(monkeypatch)

    assert list(forged_mails([str(file)], [], EMBEDDED, console.console)) == []
    assert "came.eml" in console.err
