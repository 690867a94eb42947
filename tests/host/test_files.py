import hashlib
import os
import struct
from pathlib import Path

import pytest

from kakekomi.drill.pe import HEADER_OFFSET, make_pe
from kakekomi.facts.errors import UnavailableError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.pc_setting_tables import ZoneIdentifier
from kakekomi.facts.pc_tables import Authenticode, File, Hash
from kakekomi.facts.row import Row
from kakekomi.host import files
from kakekomi.host.disk import Disk
from kakekomi.host.files import Files, SignatureChecker

FOLDER = "C:\\Users\\u\\AppData\\Local\\Phxnzljad"


def _noted(
    root: Path, name: str, data: bytes, *, signatures: SignatureChecker | None = None
) -> tuple[Row, ...]:
    folder = root / "Users/u/AppData/Local/Phxnzljad"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    os.utime(folder / name, (0, 1_646_300_000))
    os.utime(folder, (0, 1_646_904_800))
    disk = Disk(root)
    seen = Files(
        disk,
        lambda content: ["match"] if content.startswith(b"MZ") else [],
        signatures=signatures,
    )
    for entry in disk.folder(FOLDER):
        seen.note_if_it_runs(entry)
        seen.note_if_it_runs(entry)
    return seen.rows()


def test_a_program_of_any_name_is_noted_once_with_hash_and_matches(tmp_path: Path) -> None:
    data = make_pe(machine="i386")

    assert _noted(tmp_path, "wcgzvziqg.ljk", data) == (
        File(
            path=f"{FOLDER}\\wcgzvziqg.ljk",
            directory=FOLDER,
            filename="wcgzvziqg.ljk",
            size=len(data),
            mtime=1_646_300_000,
            is_pe=True,
            is_dll=True,
            machine="i386",
            directory_mtime=1_646_904_800,
            place="local_appdata",
        ),
        Authenticode(path=f"{FOLDER}\\wcgzvziqg.ljk", result="missing"),
        Hash(
            path=f"{FOLDER}\\wcgzvziqg.ljk",
            sha256=hashlib.sha256(data).hexdigest(),
            md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
        ),
        YaraMatch(rule="match", path=f"{FOLDER}\\wcgzvziqg.ljk"),
    )


@pytest.mark.parametrize("name", ["a.VBS", "b.lnk", "click.wsf"])
def test_scripts_and_links_are_noted_by_their_names(tmp_path: Path, name: str) -> None:
    assert [row.filename for row in _noted(tmp_path, name, b"x") if isinstance(row, File)] == [name]


@pytest.mark.parametrize("name", ["病歴.xlsx", "a.txt", "b.dll"])
def test_what_cannot_run_is_nobodys_business(tmp_path: Path, name: str) -> None:
    assert _noted(tmp_path, name, b"PK\x03\x04") == ()


def test_a_file_too_large_to_hash_is_still_noted_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_HASHED_BYTES", 100)

    rows = _noted(tmp_path, "a.dll", make_pe())

    assert [type(row) for row in rows] == [File, Authenticode, Gap]
    assert rows[2] == Gap(what=What.FILE, why=Why.LIMIT, detail=f"{FOLDER}\\a.dll")


def _signed() -> bytes:
    data = bytearray(make_pe())
    struct.pack_into("<I", data, HEADER_OFFSET + 24 + 108, 16)
    struct.pack_into("<II", data, HEADER_OFFSET + 24 + 112 + 32, 0x400, 9000)
    return bytes(data)


def _trusted(local: str, path: str) -> Authenticode:
    assert Path(local).read_bytes() == _signed()
    return Authenticode(path=path, result="trusted", subject_name="Maker")


def test_whether_a_signature_is_good_is_asked_of_windows(tmp_path: Path) -> None:
    rows = _noted(tmp_path, "a.dll", _signed(), signatures=_trusted)

    assert rows[1] == Authenticode(path=f"{FOLDER}\\a.dll", result="trusted", subject_name="Maker")


def test_offline_a_signature_is_only_said_to_be_there(tmp_path: Path) -> None:
    assert _noted(tmp_path, "a.dll", _signed())[1] == Authenticode(
        path=f"{FOLDER}\\a.dll", result="unverified offline"
    )


def test_a_signature_that_windows_cannot_read_is_a_gap(tmp_path: Path) -> None:
    def fails(_local: str, path: str) -> Authenticode:
        raise UnavailableError(path)

    assert _noted(tmp_path, "a.dll", _signed(), signatures=fails)[1] == Gap(
        what=What.SIGNATURE, why=Why.UNREADABLE, detail=f"{FOLDER}\\a.dll"
    )


def test_the_mark_of_a_file_from_elsewhere_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "Users/u/AppData/Local/Phxnzljad"
    folder.mkdir(parents=True)
    (folder / "a.vbs:Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")

    assert ZoneIdentifier(path=f"{FOLDER}\\a.vbs", zone=3) in _noted(tmp_path, "a.vbs", b"x")


def test_content_rules_that_take_too_long_are_a_gap_and_the_file_is_known(tmp_path: Path) -> None:
    def slow(_data: bytes) -> tuple[str, ...]:
        raise TimeoutError

    path = tmp_path / "Users/u/AppData/Local/a.exe"
    path.parent.mkdir(parents=True)
    path.write_bytes(make_pe())
    disk = Disk(tmp_path)
    files = Files(disk, slow)
    entry = disk.find("C:\\Users\\u\\AppData\\Local\\a.exe")
    assert entry is not None

    files.note(entry)

    assert Gap(what=What.CONTENT_RULES, why=Why.LIMIT, detail=entry.path) in files.rows()
    assert any(isinstance(row, Hash) for row in files.rows())
