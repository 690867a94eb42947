from trace.letters import make_letter

import pytest

from kakekomi.trace.archive import Archive
from kakekomi.trace.owner import is_own, owners_of

OWN = ["own.example"]


def owner(names: tuple[str, ...], *, delivered_to: str = "") -> str:
    """Of an archive in which a and aa wrote to p, a most."""
    archive = Archive()
    for number, people in enumerate(("a@own.example", "a@own.example", "aa@own.example")):
        archive.add(make_letter(number, f"{people} p@x.example", delivered_to=delivered_to), 0)
    (found,) = owners_of(archive, [names], OWN)
    return list(archive.addresses)[found]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("x", "aa@own.example.mbox"), "aa@own.example"),
        (("x", "2022-backup_AA@own.example (old)"), "aa@own.example"),
        (("x", "INBOX", "aa@own.example"), "aa@own.example"),
        (("x", "a@own.example.mbox", "aa@own.example"), "a@own.example"),
        (("x", "aa.mbox"), "aa@own.example"),
        (("x", "stranger@else.example.mbox"), "p@x.example"),
    ],
)
def test_the_innermost_name_that_holds_an_address_says_whose_it_is(
    names: tuple[str, ...], expected: str
) -> None:
    assert owner(names) == expected


def test_without_a_name_it_is_whom_the_server_delivered_to() -> None:
    assert owner(("INBOX",), delivered_to="aa@own.example") == "aa@own.example"


def test_an_archive_with_nobody_in_it_has_no_owner() -> None:
    assert owners_of(Archive(), [("x",)], OWN) == (-1,)


def test_subdomains_are_ours_and_look_alikes_are_not() -> None:
    assert is_own("a@mail.own.example", OWN)
    assert not is_own("a@notown.example", OWN)
