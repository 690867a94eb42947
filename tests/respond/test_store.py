from pathlib import Path

import pyzipper  # type: ignore[import-untyped]

from kakekomi.respond.carry_out import apply
from kakekomi.respond.container import PASSWORD, Exhibit
from kakekomi.respond.store import Store
from respond.pcs import make_root, open_session, plan_of


def test_the_folder_is_the_users_alone_and_made_only_when_needed(tmp_path: Path) -> None:
    store = Store(tmp_path / "data" / "store")
    assert not store.folder.exists()

    state = store.add_evidence("a", [Exhibit(name="x", chunks=[b"1"])], sha256=None)

    assert state.item == "001-a.zip"
    folders = [store.folder, store.folder / "evidence"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folders[1:])
    assert store.has_evidence(state)


def test_damaged_or_missing_evidence_is_noticed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    state = store.add_evidence("a", [Exhibit(name="x", chunks=[b"1" * 100])], sha256=None)
    path = tmp_path / "evidence" / state.item
    data = path.read_bytes()

    path.write_bytes(data[:60] + bytes([data[60] ^ 1]) + data[61:])
    assert not store.has_evidence(state)
    path.unlink()
    assert not store.has_evidence(state)


def test_evidence_holds_the_file_its_entries_and_the_facts(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    dll = (root / "Users/tanaka/AppData/Local/Phxnzljad/wcgzvziqg.ljk").read_bytes()
    with open_session(root, tmp_path / "data") as session:
        apply(session, plan_of(root).steps)

    with pyzipper.AESZipFile(
        tmp_path / "data/journal.files/evidence/001-wcgzvziqg.ljk.zip"
    ) as archive:
        archive.setpassword(PASSWORD.encode())
        members = {name: archive.read(name) for name in archive.namelist()}
    assert members["C/Users/tanaka/AppData/Local/Phxnzljad/wcgzvziqg.ljk"] == dll
    assert sorted(members)[1:] == ["facts.jsonl", "registry/wcgzvziqg.ljk.json"]
    assert b'"table":"hash"' in members["facts.jsonl"]
    assert b'"table":"launch"' in members["facts.jsonl"]
