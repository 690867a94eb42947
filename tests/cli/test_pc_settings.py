import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.cli.pc_settings import (
    MAX_SETTINGS_BYTES,
    PcSettings,
    read_settings,
    results_folder,
    sign_settings,
)
from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.keys import keygen, read_private_key

SERVER = "\\\\server\\kakekomi"
DATA = json.dumps({"schema": "kakekomi.pc-settings/1", "results": SERVER, "token": "t"}).encode()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keygen(tmp_path_factory.mktemp("keys") / "desk")[0]


def make_folder(folder: Path, key: Path, *, trusted: bool = True) -> Path:
    keys = folder / "program" / "keys"
    keys.mkdir(parents=True)
    if trusted:
        public = key.with_name("desk.pub.pem")
        (keys / public.name).write_bytes(public.read_bytes())
    (folder / "kakekomi-pc.json").write_bytes(DATA)
    (folder / "kakekomi-pc.json.sig").write_bytes(sign_settings(DATA, read_private_key(key)))
    return folder


def read(folder: Path) -> PcSettings:
    return read_settings(folder, folder / "program")


def test_signed_settings_say_where_results_go(tmp_path: Path, key: Path) -> None:
    assert read(make_folder(tmp_path, key)) == PcSettings(results=SERVER, token="t")


def test_a_folder_without_settings_keeps_results_in_itself(tmp_path: Path) -> None:
    settings = read(tmp_path)

    assert (settings.desk, results_folder(settings, tmp_path)) == ("", tmp_path / "results")


def test_settings_that_were_changed_are_not_used(tmp_path: Path, key: Path) -> None:
    folder = make_folder(tmp_path, key)
    (folder / "kakekomi-pc.json").write_bytes(DATA.replace(b"server", b"thieve"))

    with pytest.raises(ConfigurationError):
        read(folder)


def test_settings_signed_by_a_key_that_is_not_in_the_program_are_not_used(
    tmp_path: Path, key: Path
) -> None:
    with pytest.raises(ConfigurationError):
        read(make_folder(tmp_path, key, trusted=False))


def test_settings_without_a_signature_are_not_used(tmp_path: Path, key: Path) -> None:
    folder = make_folder(tmp_path, key)
    (folder / "kakekomi-pc.json.sig").unlink()

    with pytest.raises(ConfigurationError, match="not signed"):
        read(folder)


def test_settings_that_are_too_large_are_not_read(tmp_path: Path, key: Path) -> None:
    folder = make_folder(tmp_path, key)
    (folder / "kakekomi-pc.json").write_bytes(DATA + b" " * MAX_SETTINGS_BYTES)

    with pytest.raises(ConfigurationError, match="larger"):
        read(folder)


def test_only_settings_are_signed(key: Path) -> None:
    with pytest.raises(ConfigurationError):
        sign_settings(b'{"results": 1}', read_private_key(key))


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_are_settings_or_refused(data: bytes, signature: bytes) -> None:
    import tempfile  # noqa: PLC0415  a folder for each example

    with tempfile.TemporaryDirectory() as name, suppress(ConfigurationError):
        folder = Path(name)
        (folder / "kakekomi-pc.json").write_bytes(data)
        (folder / "kakekomi-pc.json.sig").write_bytes(signature)
        read(folder)
