"""Who signed in and out, who failed to, and whose second factor changed: lines of the audit log.

Of the visitor's address only the net is written down: enough to tell the office from elsewhere, too
little to follow a person. A name that nobody here has is not written down either, for people type
their password into the wrong field. While an account is locked, further attempts add nothing.
"""

import ipaddress
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessLog
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.http import HttpRequest

from kakekomi.desk.house.accounts import name_of
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import User

V4_BITS: Final = 24
"""What is kept of an address: as much as a provider gives to an office."""

V6_BITS: Final = 48
"""The same for the newer kind (RFC 6177)."""

ATTEMPTS_KEPT: Final = timedelta(days=1)
"""The lock ends after a quarter of an hour."""

NOBODY: Final = "-"
"""Who does it, while nobody is signed in."""


def net_of(address: str) -> str:
    """The net of an address; empty if it is none, as on a socket without addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    bits = V4_BITS if parsed.version == 4 else V6_BITS  # noqa: PLR2004  IP version 4
    return str(ipaddress.ip_network(f"{parsed}/{bits}", strict=False))


def listen() -> None:
    """Have these lines written from now on."""
    account.user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    user_login_failed.connect(failed)
    user_locked_out.connect(locked)
    account.password_set.connect(password_changed)
    account.password_changed.connect(password_changed)
    account.password_reset.connect(password_changed)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    mfa.authenticator_reset.connect(factor_reset)
    mfa.authentication_failed.connect(factor_failed)


def signed_in(request: HttpRequest, user: User, **_: object) -> None:
    """A password, a passkey or another organization's sign-in was right."""
    _write(request, user, "sign_in", by=user)


def signed_out(request: HttpRequest, user: User | None, **_: object) -> None:
    """Somebody left; of a session that had ended already there is nothing to say."""
    if user is not None:
        _write(request, user, "sign_out", by=user)


def failed(credentials: dict[str, str], request: HttpRequest | None = None, **_: object) -> None:
    """A wrong password; the one of a locked account was not even looked at."""
    if request is not None and _is_counted(request):
        _write(request, _meant(request, credentials), "sign_in.failed")


def locked(request: HttpRequest, **_: object) -> None:
    """The account rests: written once, when the last wrong password is counted."""
    if _is_counted(request):
        credentials = getattr(request, "axes_credentials", None)
        _write(request, _meant(request, credentials), "sign_in.locked")


def password_changed(request: HttpRequest, user: User, **_: object) -> None:
    """A password is another one."""
    _write(request, user, "password.changed", by=_signed_in(request))


def factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: object
) -> None:
    """A second factor more."""
    _write(request, user, "factor.added", by=_signed_in(request), kind=authenticator.type)


def factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: object
) -> None:
    """A second factor less."""
    _write(request, user, "factor.removed", by=_signed_in(request), kind=authenticator.type)


def factor_reset(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: object
) -> None:
    """New recovery codes."""
    _write(request, user, "factor.reset", by=_signed_in(request), kind=authenticator.type)


def factor_failed(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: object
) -> None:
    """The password was right and the second factor wrong."""
    _write(request, user, "factor.failed", kind=authenticator.type)


def _meant(request: HttpRequest, credentials: dict[str, str] | None) -> User | None:
    """Whose sign-in it was to be; None if nobody here has that name or address."""
    name = name_of(request, credentials).replace("\0", "")
    return User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first()


def _is_counted(request: HttpRequest) -> bool:
    """Not of an account that was locked before: then axes refuses without counting."""
    was_locked = getattr(request, "axes_locked_out", False)
    return not was_locked or getattr(request, "axes_failures_since_start", None) is not None


def _signed_in(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def _write(
    request: HttpRequest | None,
    whose: User | None,
    action: str,
    *,
    by: User | None = None,
    **also: Any,
) -> None:
    address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
    target = whose if whose is not None else NOBODY
    record(by or NOBODY, action, target, after={"net": net_of(str(address)), **also})


def forget_ended(now: datetime) -> int:
    """Sessions that have ended and wrong passwords that count no more; nothing of them is kept."""
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()
    AccessLog.objects.all().delete()  # of older versions: the audit log has it now
    return 0
