from pathlib import Path

import msgspec
import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import FolderFiles, MemoryFiles
from kakekomi.packs.keys import PublicKey, keygen, read_private_key
from kakekomi.packs.sign import (
    SIGNATURE_FILE,
    SignatureError,
    check_paths,
    sealed_files,
    sign,
    verify,
)


@pytest.fixture
def key_file(tmp_path: Path) -> tuple[Path, PublicKey]:
    private, _, public = keygen(tmp_path / "me")
    return private, public


def make_signed(private: Path, contents: dict[str, bytes]) -> MemoryFiles:
    signature = sign(MemoryFiles(contents), read_private_key(private))
    return MemoryFiles(contents | {SIGNATURE_FILE: signature})


def test_what_was_signed_verifies(key_file: tuple[Path, PublicKey]) -> None:
    private, public = key_file
    files = make_signed(private, {"pack.toml": b"x", "faq/a.ja.md": b"y"})

    assert verify(files, [PublicKey(bytes(32)), public]) == public


def test_signing_again_replaces_the_signature_and_gives_the_same(
    key_file: tuple[Path, PublicKey],
) -> None:
    private, _ = key_file
    files = make_signed(private, {"pack.toml": b"x"})

    assert sign(files, read_private_key(private)) == files.read(SIGNATURE_FILE)


@pytest.mark.parametrize(
    "changed",
    [
        {"pack.toml": b"X"},
        {"added.md": b""},
        {"rules/mail/x.sql": b"SELECT 1"},
    ],
)
def test_a_changed_or_added_file_is_named(
    key_file: tuple[Path, PublicKey], changed: dict[str, bytes]
) -> None:
    private, public = key_file
    files = make_signed(private, {"pack.toml": b"x"})

    with pytest.raises(SignatureError, match=next(iter(changed))):
        verify(MemoryFiles(dict(files.contents) | changed), [public])


def test_a_missing_file_is_named(key_file: tuple[Path, PublicKey]) -> None:
    private, public = key_file
    contents = dict(make_signed(private, {"pack.toml": b"x", "b.md": b""}).contents)
    del contents["b.md"]

    with pytest.raises(SignatureError, match=r"b\.md"):
        verify(MemoryFiles(contents), [public])


def test_a_list_that_was_changed_to_match_is_refused(key_file: tuple[Path, PublicKey]) -> None:
    private, public = key_file
    files = make_signed(private, {"pack.toml": b"x"})
    forged = msgspec.json.decode(files.read(SIGNATURE_FILE))
    other = msgspec.json.decode(make_signed(private, {"pack.toml": b"X"}).read(SIGNATURE_FILE))
    forged["files"] = other["files"]

    with pytest.raises(SignatureError, match="was not made with key"):
        verify(
            MemoryFiles({"pack.toml": b"X", SIGNATURE_FILE: msgspec.json.encode(forged)}), [public]
        )


def test_a_key_that_is_not_trusted_is_refused(key_file: tuple[Path, PublicKey]) -> None:
    files = make_signed(key_file[0], {"pack.toml": b"x"})

    with pytest.raises(SignatureError, match="not a trusted one"):
        verify(files, [PublicKey(bytes(32))])


@pytest.mark.parametrize("signature", [b"", b"{}", b"[1]", b"\xff", b'{"schema": "other/1"}'])
def test_a_signature_that_cannot_be_read_is_refused(signature: bytes) -> None:
    with pytest.raises(SignatureError, match="can't be read"):
        verify(MemoryFiles({SIGNATURE_FILE: signature}), [])


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/x",
        "a/../x",
        "a\\b",
        "C:x",
        ".hidden",
        "a/.git",
        "a//b",
        "a/",
        "",
        "a\n",
        "あ",
        "a" * 201,
    ],
)
def test_paths_that_lead_out_or_hide_are_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="forbidden name"):
        check_paths(["pack.toml", name])


def test_names_that_are_one_file_on_windows_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="two files"):
        check_paths(["a.md", "A.md"])


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (tmp_path / "outside").write_bytes(b"x")
    (folder / "link.md").symlink_to(tmp_path / "outside")

    with pytest.raises(ConfigurationError, match="symbolic link"):
        sealed_files(FolderFiles(folder))


def test_a_link_to_a_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (tmp_path / "outside").mkdir()
    (folder / "rules").symlink_to(tmp_path / "outside")

    with pytest.raises(ConfigurationError, match="symbolic link"):
        sealed_files(FolderFiles(folder))
