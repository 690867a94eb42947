import io
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.build import build, build_folder, read_built, read_pack
from kakekomi.packs.files import MemoryFiles
from packs.make_pack import make_files


def make_zip(*members: tuple[str, bytes], mode: int = 0, method: int = 0) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = method
            archive.writestr(info, data)
    return target.getvalue()


def test_the_same_files_give_the_same_bytes_in_any_order() -> None:
    one = MemoryFiles({"a.md": b"1", "pack.toml": b"2"})
    other = MemoryFiles({"pack.toml": b"2", "a.md": b"1"})

    assert build(one) == build(other)


def test_what_was_built_is_read_back() -> None:
    assert read_built(build(make_files()), where="x") == make_files()


def test_a_folder_is_built_as_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    (folder / "faq").mkdir(parents=True)
    (folder / "faq" / "a.md").write_bytes(b"1")
    (folder / ".git").mkdir()
    (folder / ".git" / "x").write_bytes(b"2")
    build_folder(folder, tmp_path / "out.kkpack")

    assert read_pack(tmp_path / "out.kkpack") == MemoryFiles({"faq/a.md": b"1"})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_zip(("../x", b"")), "forbidden name"),
        (make_zip(("/etc/x", b"")), "forbidden name"),
        (make_zip(("a", b""), ("A", b"")), "two files"),
        (make_zip(("a", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777), "no ordinary file"),
        (make_zip(("a", bytes(5_000_000)), method=zipfile.ZIP_DEFLATED), "over"),
        (make_zip(("a", b"text"), method=zipfile.ZIP_LZMA), "strange way"),
        (b"", "no built pack"),
        (b"PK\x03\x04", "no built pack"),
        (make_zip(("a", b"text"))[:-30], "no built pack"),
        (make_zip(("a", b"text")).replace(b"text", b"taxt"), "no built pack"),
    ],
)
def test_a_hostile_or_damaged_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        read_built(data, where="x")


def test_many_members_that_unpack_to_too_much_are_refused() -> None:
    members = [(f"m{n}", bytes(4_000_000)) for n in range(17)]
    data = make_zip(*members, method=zipfile.ZIP_DEFLATED)

    with pytest.raises(ConfigurationError, match="unpacks to more"):
        read_built(data, where="x")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="none"):
        read_pack(tmp_path / "none")


SMALL = build(MemoryFiles({"a.md": b"text", "b/c.md": b"more"}))


@given(st.binary(max_size=300) | st.integers(0, len(SMALL)).map(lambda cut: SMALL[:cut]))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ConfigurationError):
        read_built(data, where="x")


@given(st.integers(0, len(SMALL) - 1), st.integers(0, 255))
def test_any_changed_byte_is_read_or_refused(place: int, value: int) -> None:
    with suppress(ConfigurationError):
        read_built(SMALL[:place] + bytes([value]) + SMALL[place + 1 :], where="x")
