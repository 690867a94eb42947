from pathlib import Path

import msgspec

from cli.command import run
from kakekomi.facts import snapshot
from kakekomi.facts.pc_setting_tables import MailAccount
from kakekomi.facts.subject import Kind, SubjectFacts


def make_snapshot(place: Path) -> str:
    row = MailAccount(username="sato", program="Outlook", address="sato@company.example")
    place.write_bytes(
        snapshot.write((SubjectFacts(subject="KEIRI-PC", kind=Kind.PC, rows=(row,)),))
    )
    return str(place)


def test_the_accounts_of_a_stored_pc_are_listed_mail_first(tmp_path: Path) -> None:
    ran = run("accounts", make_snapshot(tmp_path / "pc"), "--lang", "en")

    assert ran.status == 0
    lines = ran.text.splitlines()
    assert lines[0] == "Accounts used on KEIRI-PC"
    assert "another device" in lines[1]
    assert lines[3] == "1. Mail"
    assert "   [ ] sato@company.example  (Outlook, sato)" in lines


def test_as_json_for_programs(tmp_path: Path) -> None:
    ran = run("accounts", make_snapshot(tmp_path / "pc"), "--format", "json")

    answer = msgspec.json.decode(ran.out, type=dict)
    assert answer["schema"] == "kakekomi.accounts/1"
    assert answer["tasks"][0]["identifier"] == "sato@company.example"


def test_a_file_that_is_no_snapshot_is_told_and_the_others_listed(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")

    ran = run("accounts", str(tmp_path / "x"), make_snapshot(tmp_path / "pc"))

    assert ran.status == 2
    assert "KEIRI-PC" in ran.text


def test_a_pack_that_is_named_is_used_or_refused_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()

    ran = run("accounts", make_snapshot(tmp_path / "PC.snapshot"), "--pack", str(tmp_path / "pack"))

    assert ran.status == 2
    assert ran.out == b""
