from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kakekomi.drill.reports import EMOTET, make_emocheck_json, make_emocheck_txt
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Collection, SystemInfo
from kakekomi.facts.report_tables import AvScan, EmocheckReport
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.report import read_report

NAME = "PC-7_20220314101500_emocheck.txt"


def test_a_negative_report_is_facts_of_its_host_with_what_the_tool_could_not_see() -> None:
    assert read_report(make_emocheck_txt(version="2.0"), file_name=NAME) == SubjectFacts(
        subject="PC-7",
        kind=Kind.REPORT,
        rows=(
            Collection(source="report"),
            EmocheckReport(
                version="2.0",
                scanned_at=datetime(2022, 3, 14, 1, 15, tzinfo=UTC),
                hostname="PC-7",
                is_infected=False,
                language="ja",
                format="txt",
            ),
            SystemInfo(hostname="PC-7"),
            Gap(what=What.REPORT, why=Why.OUTDATED, detail="EmoCheck 2.0"),
            Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK, detail="EmoCheck"),
        ),
    )


def test_the_host_in_the_report_outranks_the_file_name() -> None:
    facts = read_report(make_emocheck_json(hostname="KEIRI"), file_name=NAME)

    assert facts.subject == "KEIRI"


def test_a_report_without_a_host_is_known_by_its_file_and_says_so() -> None:
    facts = read_report(make_emocheck_txt(processes=EMOTET), file_name="/mnt/usb/result.txt")

    assert facts.subject == "result.txt"
    assert Gap(what=What.PC, why=Why.MISSING, detail="result.txt") in facts.of(Gap)


def test_a_clamav_report_is_dispatched() -> None:
    data = b"----------- SCAN SUMMARY -----------\nScanned files: 3\nInfected files: 0\n"

    assert read_report(data, file_name="scan.log").of(AvScan) == (
        AvScan(product="clamav", objects=3, threats=0),
    )


def test_a_defender_report_is_dispatched() -> None:
    data = "Scan starting...\r\nScan finished.\r\nScanning C:\\ found no threats.\r\n".encode(
        "utf-16"
    )

    assert read_report(data, file_name="scan.txt").of(AvScan) == (AvScan(product="defender"),)


@pytest.mark.parametrize("data", [b"Dear all, no detection.", b"MZ\x90\0", b"{}", b"\x00" * 3])
def test_a_foreign_file_is_refused(data: bytes) -> None:
    with pytest.raises((ParseError, UnsupportedError), match=r"x\.txt"):
        read_report(data, file_name="x.txt")


_PIECES = st.sampled_from(
    [
        b"[EmoCheck v2.0]\n",
        b"No detection.\n",
        b"Detected Emotet process.\n",
        b"     Process Name  : a\n",
        b'{"emocheck_version":"2.0","is_infected":"no"}',
        b'"image_path":"C:\\',
        b"SCAN SUMMARY\n",
        b"a: B FOUND\n",
        b"Infected files: 0\n",
        b"Scan finished\n",
        b"DETECTIONEVENT Trojan:Win32/Emotet file:C:\\a\n",
    ]
)


@settings(max_examples=200)
@given(
    st.one_of(
        st.binary(max_size=512), st.lists(st.one_of(_PIECES, st.binary(max_size=40))).map(b"".join)
    )
)
@example(make_emocheck_json(processes=EMOTET)[:-1])
@example(make_emocheck_json(version="2.x"))
@example(make_emocheck_json(version="9" * 5_000))
def test_any_bytes_give_facts_or_a_stated_error(data: bytes) -> None:
    with suppress(ParseError, UnsupportedError):
        assert read_report(data, file_name="x").of(Gap)
