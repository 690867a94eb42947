from dataclasses import dataclass

from kakekomi.mail.keyring import EXCEL_PASSWORD, POWERPOINT_PASSWORD, Keyring


@dataclass(frozen=True)
class MadeLock:
    right: str
    rounds: int = 1
    scheme: str = "made"

    def key(self, password: str) -> bytes | None:
        return b"key" if password == self.right else None


def test_the_first_password_that_fits_is_kept() -> None:
    ring = Keyring(("a", "b", "c"))

    assert ring.open(MadeLock("b")) == b"key"
    assert (ring.opened_with, ring.rounds_done) == ("b", 3)  # Excel's own, a, b


def test_what_office_tries_by_itself_needs_no_password() -> None:
    for own in (EXCEL_PASSWORD, POWERPOINT_PASSWORD):
        ring = Keyring()

        assert ring.open(MadeLock(own)) == b"key"
        assert ring.opened_with == own


def test_a_lock_that_none_fits_stays_shut() -> None:
    ring = Keyring(("a", "", "x" * 256))

    assert ring.open(MadeLock("x" * 256)) is None
    assert (ring.opened_with, ring.is_spent) == (None, False)


def test_another_program_tries_a_password_of_its_own() -> None:
    ring = Keyring(("a",), own=("",))

    assert ring.open(MadeLock("", rounds=5)) == b"key"
    assert (ring.opened_with, ring.rounds_done) == ("", 5)


def test_passwords_are_left_untried_when_the_rounds_are_used_up() -> None:
    ring = Keyring(("a", "b"), rounds_left=250)

    assert ring.open(MadeLock("b", rounds=100)) is None
    assert (ring.is_spent, ring.rounds_left, ring.rounds_done) == (True, 50, 200)


def test_a_document_that_asks_for_hours_costs_nothing() -> None:
    ring = Keyring(("a",))

    assert ring.open(MadeLock("a", rounds=4_000_000_000)) is None
    assert (ring.is_spent, ring.rounds_done) == (True, 0)
