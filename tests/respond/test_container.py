import io
import random
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pyzipper  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.respond import container
from kakekomi.respond.container import PASSWORD, Exhibit

NOISE = random.Random(4).randbytes(300_000)  # noqa: S311  bytes that do not pack


def make_container(path: Path, **members: bytes) -> Path:
    container.write(path, [Exhibit(name=name, chunks=[data]) for name, data in members.items()])
    return path


@given(st.lists(st.binary(max_size=70), max_size=12))
@settings(max_examples=40)
def test_what_comes_in_pieces_of_any_length_is_read_back(pieces: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.zip"
        container.write(path, [Exhibit(name="a", chunks=pieces)])

        assert b"".join(container.read(path, "a")) == b"".join(pieces)


def test_any_packer_opens_it_with_the_customary_password(tmp_path: Path) -> None:
    path = make_container(tmp_path / "c.zip", **{"C/Users/田中/a.dll": NOISE, "facts.json": b"{}"})

    with pyzipper.AESZipFile(path) as archive:
        archive.setpassword(PASSWORD.encode())

        assert {name: archive.read(name) for name in archive.namelist()} == {
            "C/Users/田中/a.dll": NOISE,
            "facts.json": b"{}",
        }


def test_nothing_of_the_content_stands_in_it(tmp_path: Path) -> None:
    path = make_container(tmp_path / "c.zip", a=b"MZ this can run" * 100)

    assert b"this can run" not in path.read_bytes()
    assert b"MZ" not in path.read_bytes()[:60]


def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    assert make_container(tmp_path / "c.zip", a=b"1").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("at", [60, 200_000, -200])
def test_damage_is_noticed_before_the_last_chunk(tmp_path: Path, at: int) -> None:
    path = make_container(tmp_path / "c.zip", a=NOISE)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)

    seen = io.BytesIO()
    with pytest.raises(ParseError):
        seen.writelines(container.read(path, "a"))
    assert len(seen.getvalue()) < len(NOISE)


def test_a_member_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = make_container(tmp_path / "c.zip", a=b"1")

    assert container.names(path) == ("a",)
    with pytest.raises(ParseError):
        list(container.read(path, "b"))


def test_a_member_that_is_too_large_leaves_no_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "MAX_MEMBER_BYTES", 100)

    with pytest.raises(ParseError, match="too large"):
        make_container(tmp_path / "c.zip", a=bytes(101))
    assert not (tmp_path / "c.zip").exists()


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.zip"
        path.write_bytes(data)
        with suppress(ParseError):
            for name in container.names(path):
                list(container.read(path, name))
