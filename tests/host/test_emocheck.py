from datetime import UTC, datetime

import pytest

from kakekomi.drill.reports import EMOTET, ReportedProcess, make_emocheck_txt
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.report_tables import EmocheckProcess
from kakekomi.host import emocheck
from kakekomi.host.emocheck import Emocheck
from kakekomi.host.report_text import lines_of

DLL = r"C:\Users\tanaka\AppData\Local\Phxnzljad\wcgzvziqg.ljk"
SCANNED_AT = datetime(2022, 3, 14, 1, 15, tzinfo=UTC)


def _parse(data: bytes) -> Emocheck:
    return emocheck.parse_txt(lines_of(data, where="r.txt"), where="r.txt")


@pytest.mark.parametrize("version", ["0.0.1", "0.0.2", "1.0", "2.0", "2.1.1", "2.4.0"])
@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ja", "utf-8"),
        ("ja", "utf-8-sig"),
        ("ja", "cp932"),
        ("ja", "utf-16"),
        ("en", "utf-8"),
        ("en", "utf-16-le"),
        ("fr", "utf-8"),
        ("fr", "cp1252"),
        ("fr", "cp850"),
    ],
)
def test_a_positive_report_reads_the_same_whatever_wrote_it(
    version: str, language: str, encoding: str
) -> None:
    data = make_emocheck_txt(
        version=version, language=language, encoding=encoding, processes=EMOTET
    )

    assert _parse(data) == Emocheck(
        version=version,
        scanned_at=SCANNED_AT,
        hostname=None,
        is_infected=True,
        language=language,
        processes=(EmocheckProcess(process_name="regsvr32.exe", process_id=716, image_path=DLL),),
        is_cut=False,
    )


@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_a_negative_report_says_no_and_names_no_process(language: str) -> None:
    assert _parse(make_emocheck_txt(language=language, version="2.0")) == Emocheck(
        version="2.0",
        scanned_at=SCANNED_AT,
        hostname=None,
        is_infected=False,
        language=language,
        processes=(),
        is_cut=False,
    )


@pytest.mark.parametrize("user", ["田中", "ソニー", "表参道", "能登"])
def test_a_path_in_the_consoles_code_page_stands_in_a_utf8_report(user: str) -> None:
    path = rf"C:\Users\{user}\AppData\Local\Abcdef\ghijk.lmn"
    data = make_emocheck_txt(processes=[ReportedProcess(path=path)], value_encoding="cp932")

    assert _parse(data).processes[0].image_path == path


@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_a_negative_report_cut_anywhere_before_its_sentence_ends_is_an_error(language: str) -> None:
    data = make_emocheck_txt(language=language).rstrip()

    for end in range(len(data)):
        with pytest.raises(ParseError):
            _parse(data[:end] + b"\n")


def test_a_positive_report_cut_after_its_sentence_still_says_yes_and_is_known_as_cut() -> None:
    data = make_emocheck_txt(language="en", processes=EMOTET)

    found = _parse(data[: data.index(b"Image Path")])

    assert (found.is_infected, found.is_cut) == (True, True)


def test_a_path_cut_in_the_middle_names_no_file() -> None:
    data = make_emocheck_txt(language="ja", processes=EMOTET)
    path = EMOTET[0].path.encode()

    for length in range(1, len(path)):
        found = _parse(data[: data.index(path) + length])
        assert [process.image_path for process in found.processes] == [None]
        assert (found.is_infected, found.is_cut) == (True, True)


def test_all_processes_of_a_report_are_read() -> None:
    both = (ReportedProcess(pid=1), ReportedProcess(name="rundll32.exe", pid=2))

    found = _parse(make_emocheck_txt(processes=both))

    assert [process.process_id for process in found.processes] == [1, 2]


def test_a_process_outweighs_a_sentence_that_says_no() -> None:
    data = make_emocheck_txt(language="en", processes=EMOTET)

    assert _parse(data + b"No detection.\r\n").is_infected


def test_two_reports_in_one_file_are_refused_as_they_may_be_of_two_pcs() -> None:
    with pytest.raises(UnsupportedError, match="own file"):
        _parse(make_emocheck_txt() + make_emocheck_txt())


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("PC-7_20220314101500_emocheck.txt", "PC-7"),
        (r"C:\temp\営業_PC_20220314101500_emocheck.json", "営業_PC"),
        ("PC-7_20220314101500_emocheck (1).txt", "PC-7"),
        ("20200203101500_emocheck.txt", None),
        ("emocheck.txt", None),
    ],
)
def test_the_host_is_read_from_emochecks_file_name(name: str, host: str | None) -> None:
    assert emocheck.named_host(name) == host


def test_an_impossible_time_is_no_time() -> None:
    assert emocheck.scan_time("2022-02-30 10:00:00") is None
    assert emocheck.named_time("PC_20220230990000_emocheck.txt") is None
