"""Secrets of the desk: made once, whoever asks first."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from kakekomi.desk.keys import KEY_BYTES, key_bytes, secret_text

THREADS = 8


def test_a_key_is_made_once_and_kept_for_us_alone(tmp_path: Path) -> None:
    first = key_bytes(tmp_path / "keys", "originals")

    assert len(first) == KEY_BYTES
    assert key_bytes(tmp_path / "keys", "originals") == first
    (file,) = (tmp_path / "keys").iterdir()
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (first, 0o600)


def test_keys_and_secrets_of_other_names_are_others(tmp_path: Path) -> None:
    assert len({secret_text(tmp_path, "django"), secret_text(tmp_path, "other")}) == 2


def test_threads_that_ask_at_once_get_one_key(tmp_path: Path) -> None:
    for number in range(20):
        folder, together = tmp_path / str(number), Barrier(THREADS)

        def ask(_: int, folder: Path = folder, together: Barrier = together) -> bytes:
            together.wait()
            return key_bytes(folder, "originals")

        with ThreadPoolExecutor(THREADS) as executor:
            got = set(executor.map(ask, range(THREADS)))

        assert got == {key_bytes(folder, "originals")}
        assert [one.name for one in folder.iterdir()] == ["originals"]
