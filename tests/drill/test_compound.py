import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.mail import ole

NAMES = st.text(alphabet="aBc1日", min_size=1, max_size=8)


@settings(max_examples=60)
@given(st.dictionaries(NAMES, st.integers(0, 9000).map(lambda size: b"x" * size), max_size=9))
def test_olefile_and_our_reader_read_what_was_written(streams: dict[str, bytes]) -> None:
    streams = {name.upper(): data for name, data in streams.items()}
    data = make_compound(streams)

    with olefile.OleFileIO(data) as other:
        assert {path[0]: other.openstream(path).read() for path in other.listdir()} == streams
    file = ole.parse(data)
    assert {entry.path: file.read(entry) for entry in file.streams()} == streams


def test_olefile_sees_no_defect(caplog: pytest.LogCaptureFixture) -> None:
    data = make_compound({"A/B/C": b"1", "A/D": bytes(70_000), "E": b""})

    with olefile.OleFileIO(data, raise_defects=olefile.DEFECT_POTENTIAL) as other:
        assert other.parsing_issues == []
    assert caplog.records == []


def test_more_than_the_header_can_list_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        make_compound({"A": bytes(8_000_000)})
