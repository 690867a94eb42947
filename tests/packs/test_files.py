from pathlib import Path

import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import MAX_PACK_FILE_BYTES, FolderFiles, MemoryFiles, PackFiles


def make_folder(root: Path, contents: dict[str, bytes]) -> FolderFiles:
    for name, data in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return FolderFiles(root)


CONTENTS = {"pack.toml": b"1", "faq/b.md": b"2", "faq/a.md": b"3", "rules/mail/x.sql": b"4"}


@pytest.mark.parametrize("is_folder", [True, False], ids=["folder", "memory"])
def test_a_folder_and_files_in_memory_are_the_same_to_a_reader(
    tmp_path: Path, *, is_folder: bool
) -> None:
    files: PackFiles = make_folder(tmp_path, CONTENTS) if is_folder else MemoryFiles(CONTENTS)

    assert files.names() == ("faq/a.md", "faq/b.md", "pack.toml", "rules/mail/x.sql")
    assert files.names("faq") == ("faq/a.md", "faq/b.md")
    assert files.names("steps") == ()
    assert files.read("faq/a.md") == b"3"
    with pytest.raises(ConfigurationError, match="none"):
        files.read("none")


def test_hidden_files_are_no_part_of_a_pack(tmp_path: Path) -> None:
    files = make_folder(tmp_path, {"a.md": b"", ".git/x": b"", "faq/.swp": b""})

    assert files.names() == ("a.md",)
    assert files.names("faq") == ()


def test_a_file_too_large_for_a_pack_is_refused(tmp_path: Path) -> None:
    files = make_folder(tmp_path, {"a.md": bytes(MAX_PACK_FILE_BYTES + 1)})

    with pytest.raises(ConfigurationError, match="over"):
        files.read("a.md")
