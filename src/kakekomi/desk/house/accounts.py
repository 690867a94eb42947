"""How accounts come to be and whose wrong passwords are counted.

An account is made by an administrator, never by signing up.
"""

from collections.abc import Mapping
from typing import Final

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

MAX_NAME_CHARS: Final = 254
"""The longest mail address (RFC 5321, 4.5.3.1); a longer name is nobody's."""


class NoSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False


def name_of(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Whose password was tried: a name or an address, as it was typed but for case."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or request.POST.get("login", "")
    return name.strip().lower()[:MAX_NAME_CHARS]
