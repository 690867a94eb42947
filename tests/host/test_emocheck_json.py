import json
from datetime import UTC, datetime

import pytest

from kakekomi.drill.reports import EMOTET, ReportedProcess, make_emocheck_json
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.report_tables import EmocheckProcess
from kakekomi.host import emocheck_json
from kakekomi.host.emocheck import Emocheck
from kakekomi.host.report_text import utf8_of

DLL = r"C:\Users\tanaka\AppData\Local\Phxnzljad\wcgzvziqg.ljk"


def _parse(data: bytes) -> Emocheck:
    return emocheck_json.parse_json(utf8_of(data), where="r.json")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("is_doubled", [True, False])
def test_a_positive_report_reads_the_same_with_backslashes_doubled_or_not(
    encoding: str,
    *,
    is_doubled: bool,
) -> None:
    data = make_emocheck_json(
        encoding=encoding, processes=EMOTET, has_doubled_backslashes=is_doubled
    )

    assert _parse(data) == Emocheck(
        version="2.4.0",
        scanned_at=datetime(2022, 3, 14, 1, 15, tzinfo=UTC),
        hostname="PC-7",
        is_infected=True,
        language=None,
        processes=(EmocheckProcess(process_name="regsvr32.exe", process_id=716, image_path=DLL),),
        is_cut=False,
    )


@pytest.mark.parametrize(
    ("user", "encoding"),
    [("ソニー", "utf-8"), ("ソニー", "cp932"), ("表参道", "cp932"), ("Müller", "cp1252")],
)
def test_a_path_survives_bytewise_doubling_in_the_code_page(user: str, encoding: str) -> None:
    path = rf"C:\Users\{user}\temp\new.dll"
    data = make_emocheck_json(encoding=encoding, processes=[ReportedProcess(path=path)])

    assert _parse(data).processes[0].image_path == path


def test_single_backslashes_are_not_taken_for_tabs_and_line_ends() -> None:
    path = r"C:\temp\new\bin\rar.dll"
    data = make_emocheck_json(processes=[ReportedProcess(path=path)], has_doubled_backslashes=False)

    assert _parse(data).processes[0].image_path == path


def test_a_report_that_another_program_wrote_again_reads_the_same() -> None:
    data = make_emocheck_json(processes=[ReportedProcess(path=r"C:\Users\田中\uface1\a.dll")])
    again = json.dumps(json.loads(data), separators=(",", ":")).encode()

    assert _parse(again) == _parse(data)


def test_a_trailing_comma_does_not_hide_the_answer() -> None:
    data = make_emocheck_json().replace(b'"no"', b'"no",')

    assert not _parse(data).is_infected


def test_a_negative_report_cut_anywhere_is_an_error() -> None:
    data = make_emocheck_json().rstrip()

    for end in range(len(data)):
        with pytest.raises(ParseError):
            _parse(data[:end])


def test_a_positive_report_that_was_cut_still_says_yes() -> None:
    data = make_emocheck_json(processes=EMOTET)

    found = _parse(data[: data.index(b"process_id")])

    assert (found.is_infected, found.is_cut) == (True, True)


def test_two_reports_in_one_file_are_refused() -> None:
    with pytest.raises(UnsupportedError, match="own file"):
        _parse(make_emocheck_json() + make_emocheck_json())
