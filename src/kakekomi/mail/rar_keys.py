"""Find the password that opens a RAR archive among those at hand, and keep the keys it gives."""

from collections.abc import Sequence

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import archive_key, rar3_header, rar5_header
from kakekomi.mail.archive import Purse
from kakekomi.mail.rar_entry import Lock


class LockedError(Exception):
    """No password fits."""


class RarKeys:
    """Passwords to try, the one that fitted first, and the keys derived so far."""

    def __init__(self, passwords: Sequence[str], purse: Purse) -> None:
        self._passwords = tuple(passwords)
        self._purse = purse
        self._known: dict[tuple[str, bytes, int | None], tuple[bytes, bytes]] = {}
        self._refused: set[tuple[str, bytes]] = set()
        self.is_asked = False
        self.opened_with: str | None = None

    def candidates(self) -> tuple[str, ...]:
        """Passwords in the order to try."""
        self.is_asked = True
        first = () if self.opened_with is None else (self.opened_with,)
        return tuple(dict.fromkeys((*first, *self._passwords)))

    def key(self, password: str, lock: Lock) -> tuple[bytes, bytes] | None:
        """Key and initial vector; None if the password is known to be wrong."""
        place = (password, lock.salt, lock.power)
        if (password, lock.check) in self._refused:
            return None
        if place not in self._known:
            if not self._may_fit(password, lock):
                self._refused.add((password, lock.check))
                return None
            self._pay()
            self._known[place] = self._derived(password, lock)
        key, vector = self._known[place]
        return key, vector if lock.vector is None else lock.vector

    def _may_fit(self, password: str, lock: Lock) -> bool:
        """Whether what the archive stores to tell a wrong password does not tell it."""
        if lock.power is None:
            return True
        if lock.power > archive_key.RAR5_MAX_POWER:
            raise UnsupportedError(f"2^{lock.power} rounds for a key")
        if not lock.check:
            return True
        self._pay()
        return archive_key.rar5_check(password, lock.salt, lock.power) == lock.check

    def _derived(self, password: str, lock: Lock) -> tuple[bytes, bytes]:
        if lock.power is None:
            return archive_key.rar3(password, lock.salt)
        return archive_key.rar5(password, lock.salt, lock.power), bytes(16)

    def _pay(self) -> None:
        if not self._purse.take_key():
            raise LockedError

    def for_headers5(self, lock: Lock, data: bytes, at: int) -> bytes:
        """Key of the headers behind offset ``at``."""
        for password in self.candidates():
            found = self.key(password, lock)
            if found is not None and _is_header5(data, found[0], at):
                self.opened_with = password
                return found[0]
        raise LockedError

    def for_headers3(self, data: bytes, at: int) -> rar3_header.KeyOf:
        """Gives the keys of the headers behind offset ``at``: each has its own salt."""
        for password in self.candidates():
            key_of = self._key_of3(password)
            try:
                next(rar3_header.blocks(data, key_of, at=at), None)
            except ParseError:
                continue
            self.opened_with = password
            return key_of
        raise LockedError

    def _key_of3(self, password: str) -> rar3_header.KeyOf:
        def key_of(salt: bytes) -> tuple[bytes, bytes]:
            found = self.key(password, Lock(salt, None, None))
            if found is None:
                raise LockedError
            return found

        return key_of


def _is_header5(data: bytes, key: bytes, at: int) -> bool:
    try:
        return next(rar5_header.blocks(data, key, at=at), None) is not None
    except ParseError:
        return False
