import sys

import pytest

from kakekomi.facts.errors import NotPermittedError, UnavailableError, UnsupportedError
from kakekomi.host.windows.api import failure, library


@pytest.mark.parametrize(
    ("code", "kind"), [(5, NotPermittedError), (1314, NotPermittedError), (31, UnavailableError)]
)
def test_a_refusal_is_told_from_a_fault(code: int, kind: type[Exception]) -> None:
    error = failure("the list", code)

    assert type(error) is kind
    assert "the list" in str(error)


@pytest.mark.skipif(sys.platform == "win32", reason="it is Windows")
def test_elsewhere_there_are_no_libraries() -> None:
    with pytest.raises(UnsupportedError, match="kernel32"):
        library("kernel32")
