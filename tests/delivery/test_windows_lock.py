from pathlib import Path

from tools.windows_lab.windows_lock import needed, windows_lines

ROOT = Path(__file__).parents[2]


def test_a_pc_takes_neither_web_server_nor_numbers_along() -> None:
    names = needed(["kakekomi[pc]"])

    assert {"kakekomi", "yara-x", "msgspec", "cryptography", "evtx", "colorama"} <= names
    assert names.isdisjoint({"django", "numpy", "psycopg", "weasyprint", "pytest", "distributed"})


def test_lines_keep_their_hashes_and_lose_their_markers() -> None:
    lock = (
        "# a comment\n"
        "a==1 \\\n    --hash=sha256:00\n"
        "b==2 ; sys_platform == 'win32' \\\n    --hash=sha256:01 \\\n    --hash=sha256:02\n"
        "c==3 ; sys_platform == 'linux' \\\n    --hash=sha256:03\n"
        "d==4 \\\n    --hash=sha256:04\n"
    )

    assert windows_lines(lock, {"a", "b", "c"}) == [
        "a==1 \\\n    --hash=sha256:00",
        "b==2 \\\n    --hash=sha256:01 \\\n    --hash=sha256:02",
    ]


def test_everything_that_a_pc_needs_is_locked() -> None:
    lock = (ROOT / "requirements" / "dev.lock").read_text("utf-8")
    wanted = needed(["kakekomi[pc]"]) - {"kakekomi"}

    found = {line.partition("==")[0] for line in windows_lines(lock, wanted)}

    assert wanted - found == set()
