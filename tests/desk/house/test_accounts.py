"""Signing in, as a browser does it."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from desk.conftest import make_user
from kakekomi.desk.house.models import Organization, Role, User

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
INLINE = r"<script(?![^>]*(?:src=|type=\"application/json\"))|<style|\son\w+=|\sstyle="
"""Takes <script>, <p onclick="…">; refuses <script src="…"> and data in JSON."""

SECRET = "a long enough secret"  # made up


@pytest.fixture(autouse=True)
def _guarded(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    cache.clear()


@pytest.fixture
def hanako() -> User:
    return User.objects.create_user("hanako", "hanako@aoba.example", SECRET)


@pytest.mark.parametrize("name", ["hanako", "hanako@aoba.example"])
def test_one_signs_in_by_name_or_address(hanako: User, name: str) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": name, "password": SECRET})

    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    assert client.session["_auth_user_id"] == str(hanako.pk)


def test_after_five_wrong_passwords_the_right_one_is_refused_too(hanako: User) -> None:
    client = Client()
    for _ in range(5):
        client.post(LOGIN, {"login": "hanako", "password": "wrong"})
    cache.clear()  # what follows holds without the count of all addresses together
    answer = client.post(LOGIN, {"login": "hanako", "password": SECRET})

    assert (answer.status_code, "15分" in answer.content.decode()) == (429, True)
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_from_many_addresses_are_counted_together(hanako: User) -> None:
    for number in range(5):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        client.post(LOGIN, {"login": "hanako", "password": "wrong"})
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.post(LOGIN, {"login": "hanako", "password": SECRET})

    assert "_auth_user_id" not in client.session


def test_others_sign_in_while_one_account_is_locked(hanako: User) -> None:
    User.objects.create_user("taro", "taro@aoba.example", SECRET)
    for _ in range(5):
        Client().post(LOGIN, {"login": "hanako", "password": "wrong"})

    assert Client().post(LOGIN, {"login": "taro", "password": SECRET}).status_code == 302


def test_who_needs_a_second_factor_is_told_why(organization: Organization) -> None:
    user = make_user("taro", Role.ADMINISTRATOR, organization)
    user.authenticator_set.all().delete()  # type: ignore[attr-defined]
    client = Client()
    client.post(LOGIN, {"login": "taro", "password": SECRET})
    page = client.get("/cases/", follow=True).content.decode()

    assert "確認がもう一つ要ります" in page
    assert "/accounts/2fa/totp/activate/" in page


def test_the_page_invites_nobody_to_sign_up() -> None:
    page = Client().get(LOGIN).content.decode()

    assert "/accounts/signup/" not in page


def test_nobody_opens_an_account_alone() -> None:
    answer = Client().post(
        "/accounts/signup/",
        {"username": "x", "email": "x@x.example", "password1": SECRET, "password2": SECRET},
    )

    assert answer.status_code == 200
    assert not User.objects.exists()


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline() -> None:
    answer = Client().get(LOGIN)
    page = answer.content.decode()

    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert re.findall(INLINE, page) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == []
