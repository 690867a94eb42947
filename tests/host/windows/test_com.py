import pytest

from kakekomi.facts.errors import NotPermittedError, UnavailableError, UnsupportedError
from kakekomi.host.windows.com import check


@pytest.mark.parametrize("result", [0, 1, 0x40004])
def test_a_success_is_given_back(result: int) -> None:
    assert check(result, "x") == result


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (0x80070005, NotPermittedError),
        (0x80041003 - (1 << 32), NotPermittedError),
        (0x8004100E, UnsupportedError),
        (0x80040154, UnsupportedError),
        (0x80041001, UnavailableError),
    ],
)
def test_a_failure_is_told_by_its_code(result: int, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="the answer"):
        check(result, "the answer")
