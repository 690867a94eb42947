"""Signing in and out, as the audit log tells of it."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from kakekomi.desk.house.audit import first_broken
from kakekomi.desk.house.models import AuditEntry, User
from kakekomi.desk.house.sign_ins import net_of

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
SECRET = "a long enough secret"  # made up
FROM = {"net": "127.0.0.0/24"}


@pytest.fixture(autouse=True)
def _guarded(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    cache.clear()


@pytest.fixture
def hanako() -> User:
    return User.objects.create_user("hanako", "hanako@aoba.example", SECRET)


def lines() -> list[tuple[str, str, str, dict[str, str]]]:
    return [
        (one.actor, one.action, one.target, one.after or {}) for one in AuditEntry.objects.all()
    ]


def sign_in(client: Client, password: str = SECRET, login: str = "hanako") -> None:
    client.post(LOGIN, {"login": login, "password": password})


@pytest.mark.parametrize(
    ("address", "net"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_of_an_address_only_the_net_is_kept(address: str, net: str) -> None:
    assert net_of(address) == net


def test_signing_in_and_out_is_written_down(hanako: User) -> None:
    client = Client()
    sign_in(client)
    client.post("/accounts/logout/")

    target = f"house.user:{hanako.pk}"
    assert lines() == [
        ("hanako", "sign_in", target, FROM),
        ("hanako", "sign_out", target, FROM),
    ]
    assert first_broken() is None


@pytest.mark.parametrize("login", ["hanako", "HANAKO@aoba.example"])
def test_a_wrong_password_is_written_down_with_whose_it_was(hanako: User, login: str) -> None:
    sign_in(Client(), "wrong", login)

    assert lines() == [("-", "sign_in.failed", f"house.user:{hanako.pk}", FROM)]


@pytest.mark.parametrize("login", ["my secret typed into the wrong field", "a\0b"])
def test_a_name_that_nobody_has_is_not_written_down(hanako: User, login: str) -> None:
    sign_in(Client(), "wrong", login)

    assert {target for _, _, target, _ in lines()} <= {"-"}


def test_a_locked_account_is_written_down_once_however_long_somebody_tries(hanako: User) -> None:
    for _ in range(8):
        sign_in(Client(), "wrong")
        cache.clear()  # else the count of all addresses together refuses before

    assert [action for _, action, _, _ in lines()].count("sign_in.failed") == 5
    assert [action for _, action, _, _ in lines()].count("sign_in.locked") == 1
    assert len(lines()) == 6
    assert first_broken() is None


def totp(client: Client) -> str:
    """The code that the app shows for what the page offers."""
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


@pytest.mark.django_db(transaction=True)  # the library tells when it is committed
def test_a_second_factor_that_comes_fails_and_goes_is_written_down(hanako: User) -> None:
    client = Client()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": SECRET})
    client.post("/accounts/2fa/totp/activate/", {"code": totp(client)})
    other = Client()
    sign_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/totp/deactivate/")

    assert [(actor, action, after["kind"]) for actor, action, _, after in lines()[1:]] == [
        ("hanako", "factor.added", "totp"),
        ("hanako", "factor.added", "recovery_codes"),
        ("-", "factor.failed", "totp"),
        ("hanako", "factor.removed", "totp"),
        ("hanako", "factor.removed", "recovery_codes"),
    ]


def test_a_changed_password_is_written_down(hanako: User) -> None:
    client = Client()
    sign_in(client)
    new = "another long secret"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": SECRET, "password1": new, "password2": new},
    )

    assert [action for _, action, _, _ in lines()] == ["sign_in", "password.changed"]
