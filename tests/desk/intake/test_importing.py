"""A folder of results that somebody carried here: each file once, and what became of each."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kakekomi.desk.house.models import AuditEntry, Organization
from kakekomi.desk.intake import importing
from kakekomi.desk.intake.models import Result
from kakekomi.drill.reports import EMOTET, make_emocheck_txt
from kakekomi.facts import snapshot
from kakekomi.facts.paper import pages_of
from kakekomi.facts.pc_tables import SystemInfo
from kakekomi.facts.subject import Kind, SubjectFacts
from respond.test_history import make_journal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two PCs' reports, a snapshot, one in pages, a journal, and what is no result."""
    stick = tmp_path / "stick"
    (stick / "pages").mkdir(parents=True)
    (stick / "PC-1_20220314101500_emocheck.txt").write_bytes(make_emocheck_txt(processes=EMOTET))
    (stick / "PC-2_20220314101500_emocheck.txt").write_bytes(make_emocheck_txt())
    (stick / "pc-3.kksnap").write_bytes(snapshot.write([make_pc("PC-3")]))
    for number, page in enumerate(pages_of(snapshot.write([make_pc("PC-4")]))):
        (stick / "pages" / f"{number}.txt").write_text(page)
    (stick / "this-pc.jsonl").write_bytes(make_journal(tmp_path))
    (stick / "empty.txt").write_bytes(b"")
    (stick / "photo.txt").write_bytes(b"holiday")
    (stick / "link.txt").symlink_to("/etc/hostname")
    return stick


def make_pc(hostname: str) -> SubjectFacts:
    rows = (SystemInfo(hostname=hostname),)
    return SubjectFacts(subject=hostname, kind=Kind.PC, rows=rows)


def told(folder: Path, organization: str = "青葉製作所") -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError, match="2 refused"):
        call_command("import_results", folder, organization=organization, stdout=out)
    return out.getvalue().splitlines()


def expected(fate: str) -> list[str]:
    counts = "0 taken, 5 already here" if fate == "already here" else "5 taken, 0 already here"
    return [
        f"{fate}: PC-1_20220314101500_emocheck.txt: detected",
        f"{fate}: PC-2_20220314101500_emocheck.txt: nothing_found",
        "refused: empty.txt: empty",
        f"{fate}: pages/pages.zip: not_checked",
        f"{fate}: pc-3.kksnap: not_checked",
        "refused: photo.txt: nothing in it could be checked",
        f"{fate}: this-pc.jsonl: journal",
        f"青葉製作所: {counts}, 2 refused",
    ]


def test_each_file_is_taken_once_and_told(folder: Path, organization: Organization) -> None:
    assert told(folder) == expected("taken")
    assert told(folder, str(organization.pk)) == expected("already here")

    case = organization.cases.get()
    assert sorted(pc.hostname for pc in case.pcs.all()) == ["PC-1", "PC-2", "PC-3", "PC-4"]
    assert case.case_checks.count() == 4
    assert {one.via for one in Result.objects.all()} == {"usb"}
    first = AuditEntry.objects.filter(action="results.imported").first()
    assert first is not None
    assert first.after == {"taken": 5, "already here": 0, "refused": 2}


def test_nothing_on_the_stick_is_changed(folder: Path, organization: Organization) -> None:
    before = {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}
    told(folder)

    assert {path: path.lstat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.usefixtures("organization")
def test_an_organization_that_is_not_there_is_told_with_those_that_are(folder: Path) -> None:
    with pytest.raises(CommandError, match="青葉製作所"):
        call_command("import_results", folder, organization="若葉")
    assert not Result.objects.exists()


@pytest.mark.usefixtures("organization")
def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_results", tmp_path / "gone", organization="青葉製作所")


@pytest.mark.usefixtures("organization")
def test_a_folder_with_too_many_files_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MAX_FILES", 3)

    with pytest.raises(CommandError, match="more than 3 files"):
        call_command("import_results", folder, organization="青葉製作所")
    assert not Result.objects.exists()


@pytest.mark.usefixtures("organization")
def test_a_file_that_is_too_large_is_refused_unread(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MAX_RESULT_BYTES", 1)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_results", folder, organization="青葉製作所", stdout=out)

    assert "refused: pc-3.kksnap: larger than 0 MiB" in out.getvalue()
    assert not Result.objects.exists()


@pytest.mark.usefixtures("organization")
def test_a_folder_of_pictures_is_not_gathered_beyond_what_pages_of_a_result_weigh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MAX_PAGES_BYTES", 250)
    for number in range(4):
        (tmp_path / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(92))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_results", tmp_path, organization="青葉製作所", stdout=out)

    told = [line for line in out.getvalue().splitlines() if "pages beyond" in line]
    assert [line.split(": ")[:2] for line in told] == [
        ["refused", "2.png"],
        ["refused", "3.png"],
    ]
