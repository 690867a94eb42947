import os
import sys
from pathlib import Path

import pytest

from kakekomi.facts.errors import UnavailableError
from kakekomi.host.antivirus_program import MAX_LINE_BYTES, find_program, run_program


def test_lines_of_both_streams_and_the_status_are_handed_on() -> None:
    lines: list[bytes] = []
    script = "import sys; print('a', flush=True); sys.stderr.write('b'); sys.exit(2)"

    assert run_program([sys.executable, "-c", script], lines.append) == 2
    assert b"".join(lines).splitlines() == [b"a", b"b"]


def test_an_endless_line_comes_in_pieces() -> None:
    sizes: list[int] = []
    script = f"print('x' * {MAX_LINE_BYTES * 2}, end='')"

    run_program([sys.executable, "-c", script], lambda line: sizes.append(len(line)))

    assert sizes == [MAX_LINE_BYTES, MAX_LINE_BYTES]


def test_ctrl_c_ends_the_program_too(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    script = (
        "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid()));"
        "print('on', flush=True); time.sleep(60)"
    )

    def interrupt(_line: bytes) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_program([sys.executable, "-c", script, str(pid_file)], interrupt)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(UnavailableError):
        run_program(["/no/such/program"], lambda _line: None)
    assert find_program("no-such-program-of-anybody") is None
