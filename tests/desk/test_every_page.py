"""Each page of the demo that somebody signed in can reach by links, in a real browser."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import resolve
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from desk.browser import NARROW, WIDE, keep, launched, needs_chromium, opened, violations
from desk.conftest import ClientOf
from kakekomi.desk.cases.demo import LOGINS, make_demo
from kakekomi.desk.house.models import User

pytestmark = [
    needs_chromium,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.django_db(transaction=True),
]

WALKED: Final = ("cases", "case_work", "counter", "work", "intake", "checks")

STARTS: Final = {
    "demo-employee": ("/cases/", "/check/"),
    "demo-admin": ("/cases/", "/api/v1/tokens/"),
    "demo-manager": ("/cases/",),
    "demo-vendor": ("/cases/",),
    "demo-operator": ("/counter/", "/jobs/"),
    "demo-lead": ("/counter/", "/jobs/", "/api/v1/tokens/"),
}

LEAST_PAGES: Final = {
    "demo-employee": 2,
    "demo-admin": 8,
    "demo-manager": 2,
    "demo-vendor": 2,
    "demo-operator": 8,
    "demo-lead": 8,
}
"""A walk that found fewer was shut out or lost its way."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def test_every_page_is_sound_for_everybody(
    browser: Browser, live_server: LiveServer, client_of: ClientOf
) -> None:
    list(make_demo())
    wrong: list[tuple[str, str, object]] = []
    for login, _ in LOGINS:
        user = User.objects.get(username=login)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
        with opened(browser, live_server.url, viewport=NARROW) as page:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[typeddict-item]
            wrong += [(login, *one) for one in _walk(page, live_server.url, login)]
    assert wrong == []


def _walk(page: Page, base: str, login: str) -> Iterator[tuple[str, object]]:
    """What is wrong, with its path; one page of each kind is looked at."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    waiting = list(STARTS[login])
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        kind = resolve(urlsplit(path).path).view_name
        if kind in seen:
            continue
        seen.add(kind)
        answer = page.goto(path)
        if answer is None or not answer.ok:
            yield path, answer and answer.status
            continue
        yield from ((path, one) for one in _flaws(page))
        keep(page, f"{login}-{kind.replace(':', '-')}-360")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        keep(page, f"{login}-{kind.replace(':', '-')}-1200")
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        waiting += _links(page, base)
    yield from ((url, "off loopback") for url in asked if not url.startswith((base, "data:")))
    if len(seen) < LEAST_PAGES[login]:
        yield login, sorted(seen)


def _flaws(page: Page) -> Iterator[object]:
    yield from violations(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        yield f"{width} px wide"


def _links(page: Page, base: str) -> list[str]:
    """Paths of pages in the walked apps; files to save are none."""
    found = page.evaluate("[...document.links].map(one => one.href)")
    paths = [urlsplit(url).path for url in found if url.startswith(base)]
    return [path for path in paths if path.endswith("/") and _is_walked(path)]


def _is_walked(path: str) -> bool:
    match = resolve(path)
    return match.app_name in WALKED and match.url_name != "original"
