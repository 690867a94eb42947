from pathlib import Path

from kakekomi.check.file_lock import lock


def test_a_file_is_locked_once_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("a+b") as first, path.open("a+b") as second:
        assert lock(first)
        assert not lock(second)
    with path.open("a+b") as third:
        assert lock(third)
