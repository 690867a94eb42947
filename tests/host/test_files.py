import hashlib
import os
from pathlib import Path

import pytest

from kakekomi.drill.pe import make_pe
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.pc_tables import File, Hash
from kakekomi.facts.row import Row
from kakekomi.host import files
from kakekomi.host.disk import Disk
from kakekomi.host.files import Files

FOLDER = "C:\\Users\\u\\AppData\\Local\\Phxnzljad"


def _noted(root: Path, name: str, data: bytes) -> tuple[Row, ...]:
    folder = root / "Users/u/AppData/Local/Phxnzljad"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    os.utime(folder / name, (0, 1_646_300_000))
    os.utime(folder, (0, 1_646_904_800))
    disk = Disk(root)
    seen = Files(disk, lambda content: ["match"] if content.startswith(b"MZ") else [])
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

    assert [type(row) for row in rows] == [File, Gap]
    assert rows[1] == Gap(what=What.FILE, why=Why.LIMIT, detail=f"{FOLDER}\\a.dll")
