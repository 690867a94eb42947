"""Try passwords on the lock of a document or PDF, within what trying may cost.

A lock is what an encrypted document says about its encryption: how a key is made of a password and
how a right key is told from a wrong one. The newer schemes hash a password 50,000 or 100,000 times
on purpose; who writes the file sets the number, so a document can ask for hours. Rounds are
therefore counted for a whole mail, and a document that asks for more than is left stays shut.

Excel and PowerPoint try one password of their own before they ask; a document encrypted with it
opens like any other, and its content is hidden from scanners only.

Source: [MS-OFFCRYPTO] section 2.3; the passwords of Excel and PowerPoint are published by
observation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from kakekomi.mail.budget import MAX_HASH_ROUNDS

MAX_PASSWORD_CHARS: Final = 255
"""Office takes no longer password."""
EXCEL_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - published, and no secret
"""Tried by Excel before it asks anybody; others encrypt with it too, as scanners may not know."""
POWERPOINT_PASSWORD: Final = "/01Hannes Ruescher/01"  # noqa: S105 - the same
"""Tried by PowerPoint of 2003 and before, whose encryption costs one round."""


class Lock(Protocol):
    """How one document is encrypted."""

    @property
    def scheme(self) -> str:
        """Name of the scheme, as it stands in facts."""

    @property
    def rounds(self) -> int:
        """Hash rounds that one password costs."""

    def key(self, password: str) -> bytes | None:
        """Make the key of ``password``; None if it is the wrong one."""


@dataclass(slots=True)
class Keyring:
    """Passwords at hand for one document; keeps which one fitted."""

    passwords: tuple[str, ...] = ()
    """Those of the mail and of the user, in the order they are tried."""
    own: tuple[str, ...] = (EXCEL_PASSWORD,)
    """Those that the document's program tries before it asks anybody."""
    rounds_left: int = MAX_HASH_ROUNDS
    rounds_done: int = 0
    opened_with: str | None = None
    is_spent: bool = False
    """Whether passwords were left untried because of their cost."""

    def open(self, lock: Lock) -> bytes | None:
        """Give the key of the first password that fits."""
        for password in self._candidates(lock):
            if lock.rounds > self.rounds_left:
                self.is_spent = True
                return None
            self.rounds_left -= lock.rounds
            self.rounds_done += lock.rounds
            key = lock.key(password)
            if key is not None:
                self.opened_with = password
                return key
        return None

    def _candidates(self, lock: Lock) -> Iterable[str]:
        last = (POWERPOINT_PASSWORD,) if lock.rounds == 1 else ()
        given = [word for word in self.passwords if 0 < len(word) <= MAX_PASSWORD_CHARS]
        return dict.fromkeys((*self.own, *given, *last))
