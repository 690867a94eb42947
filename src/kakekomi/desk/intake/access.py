"""Who is asking: the bearer token of a PC or a program; cookies count for nothing."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kakekomi.desk.house.models import Role
from kakekomi.desk.house.scope import has_role
from kakekomi.desk.intake.models import PcToken, ProgramToken, digest_of
from kakekomi.desk.intake.problems import problem

PREFIX: Final = "Bearer "

MAKERS: Final = (Role.ADMINISTRATOR, Role.VENDOR, Role.LEAD)
"""Who may make tokens, and whose programs may use them."""

View = Callable[..., HttpResponseBase]


def _secret(request: HttpRequest) -> str | None:
    header = request.headers.get("Authorization", "")
    return header.removeprefix(PREFIX).strip() if header.startswith(PREFIX) else None


def _holds(token: PcToken | ProgramToken) -> bool:
    """A program may do what its user may: nothing any more when the user has left."""
    if isinstance(token, PcToken):
        return True
    return token.user.is_active and has_role(token.user, token.organization, *MAKERS)


def by_token(table: type[PcToken] | type[ProgramToken], *methods: str) -> Callable[[View], View]:
    """Let the view be called with the token's row, or answer 401 or 405."""

    def wrap(view: View) -> View:
        @csrf_exempt  # no cookie is read, so there is nothing to forge
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return problem(HTTPStatus.METHOD_NOT_ALLOWED, "method")
            secret = _secret(request)
            token = (
                table._default_manager.select_related("organization")
                .filter(digest=digest_of(secret), revoked_at=None)
                .first()
                if secret
                else None
            )
            if token is None or not _holds(token):
                return problem(HTTPStatus.UNAUTHORIZED, "token")
            if isinstance(token, PcToken):
                PcToken.objects.filter(pk=token.pk).update(last_seen_at=timezone.now())
            return view(request, token, *args, **kwargs)

        checked.scope_mark = table.__name__  # type: ignore[attr-defined]
        return checked

    return wrap
