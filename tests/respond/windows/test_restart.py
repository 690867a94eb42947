from hypothesis import given
from hypothesis import strategies as st

from kakekomi.respond.windows.restart import without

PATH = "C:\\Users\\田中\\a.ljk"


def make_list(*pairs: tuple[str, str]) -> bytes:
    return ("".join(f"{old}\0{new}\0" for old, new in pairs) + "\0").encode("utf-16-le")


OTHERS = (("\\??\\C:\\b.dll", ""), ("\\??\\C:\\c.dll", "\\??\\C:\\d.dll"))


def test_only_the_removal_of_that_path_is_taken_back() -> None:
    data = make_list(OTHERS[0], (f"\\??\\{PATH.upper()}", ""), OTHERS[1])

    assert without(data, PATH) == make_list(*OTHERS)


def test_a_rename_of_that_path_by_somebody_else_stays() -> None:
    data = make_list((f"\\??\\{PATH}", "\\??\\C:\\elsewhere"))

    assert without(data, PATH) == data


def test_a_list_of_ours_alone_becomes_empty() -> None:
    assert without(make_list((f"\\??\\{PATH}", "")), PATH).strip(b"\0") == b""


@given(st.binary(max_size=200))
def test_any_bytes_without_that_path_stay_as_they_are(data: bytes) -> None:
    try:
        assert without(data, PATH) == data
    except UnicodeDecodeError:
        raise AssertionError("must not happen") from None
