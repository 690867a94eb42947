import pytest

from kakekomi.facts.errors import UnsupportedError
from kakekomi.mail import archive_key
from kakekomi.mail.archive import Limits, Purse
from kakekomi.mail.rar_entry import Lock
from kakekomi.mail.rar_keys import LockedError, RarKeys

SALT = bytes(16)


def test_a_wrong_password_is_refused_once_and_remembered() -> None:
    purse = Purse(Limits(keys=9))
    keys = RarKeys(("wrong",), purse)
    lock = Lock(SALT, bytes(16), 3, archive_key.rar5_check("right", SALT, 3))

    assert (keys.key("wrong", lock), keys.key("wrong", lock), purse.keys) == (None, None, 8)


def test_a_key_is_derived_once_for_all_members() -> None:
    purse = Purse(Limits(keys=9))
    keys = RarKeys((), purse)
    lock = Lock(SALT, b"v" * 16, 3)
    expected = (archive_key.rar5("p", SALT, 3), b"v" * 16)

    assert (keys.key("p", lock), keys.key("p", lock), purse.keys) == (expected, expected, 8)


def test_keys_that_cost_too_much_are_not_derived() -> None:
    with pytest.raises(UnsupportedError):
        RarKeys((), Purse(Limits())).key("p", Lock(SALT, bytes(16), 24))


def test_without_a_key_left_all_stays_locked() -> None:
    with pytest.raises(LockedError):
        RarKeys((), Purse(Limits(keys=0))).key("p", Lock(SALT, bytes(16), 3))


def test_the_password_that_fitted_is_tried_first() -> None:
    keys = RarKeys(("a", "b"), Purse(Limits()))
    keys.opened_with = "b"

    assert (keys.candidates(), keys.is_asked) == (("b", "a"), True)
