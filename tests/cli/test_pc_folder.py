import io
import sys
from datetime import UTC, datetime

import pytest

from kakekomi.cli.pc_folder import FIRST_LINE, FIRST_LINE_ASCII, say_first, stem

AT = datetime(2022, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("utf-8", FIRST_LINE),
        ("cp932", FIRST_LINE),
        ("cp437", FIRST_LINE_ASCII),
        ("ascii", FIRST_LINE_ASCII),
    ],
)
def test_the_first_line_suits_the_console(
    monkeypatch: pytest.MonkeyPatch, encoding: str, line: str
) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding=encoding, newline=""))

    say_first()

    assert buffer.getvalue() == line.encode(encoding)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("KEIRI-PC", "KEIRI-PC-20221124-093000"),
        ("..\\..\\経理 .", "経理-20221124-093000"),
        ("\0\n", "PC-20221124-093000"),
        ("x" * 500, "x" * 64 + "-20221124-093000"),
    ],
)
def test_a_host_cannot_lead_a_result_astray(host: str, name: str) -> None:
    assert stem(host, AT) == name
