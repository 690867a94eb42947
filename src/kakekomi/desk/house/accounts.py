"""How accounts come to be and whose wrong passwords are counted.

An account is made by an administrator, never by signing up.
"""

from collections.abc import Mapping
from typing import Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.http import HttpRequest

from kakekomi.desk.house.models import User

MAX_NAME_CHARS: Final = 254
"""The longest mail address (RFC 5321, 4.5.3.1); a longer name is nobody's."""


class NoSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False


class ByNameOrAddress(AuthenticationBackend):  # type: ignore[misc]
    """Looks a password up once, whether somebody has that name, that address, or neither.

    The library looks twice where an address fits, and the time that it takes tells that it fits.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: str) -> User | None:  # noqa: ARG002
        name = credentials.get("username") or credentials.get("email") or ""
        by_name = get_user_by_username(name)
        users = [by_name] if by_name is not None else filter_users_by_email(name, for_login=True)
        for user in users:
            found: User | None = self._check_password(user, credentials.get("password", ""))
            if found is not None:
                return found
        return None


def name_of(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Whose password was tried: a name or an address, as it was typed but for case."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or request.POST.get("login", "")
    return name.strip().lower()[:MAX_NAME_CHARS]
