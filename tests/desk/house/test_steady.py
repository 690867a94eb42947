"""Pages that are the same for everybody are kept for a few seconds; no other page is."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from kakekomi.desk.house import steady
from kakekomi.desk.house.steady import SteadyPages


class Pages:
    """Gives each page a number."""

    def __init__(self, *, has_form: bool = False, cookie: str = "", status: int = 200) -> None:
        self.made = 0
        self.has_form, self.cookie, self.status = has_form, cookie, status

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        response = HttpResponse(str(self.made), status=self.status, headers={"X-Page": "1"})
        if self.has_form:
            get_token(request)
        if self.cookie:
            response.set_cookie(self.cookie, "x")
        return response


@pytest.fixture(autouse=True)
def _kept(settings: object) -> None:
    settings.STEADY_S = 60.0  # type: ignore[attr-defined]


def seen(pages: Pages, *requests: HttpRequest) -> list[str]:
    kept = SteadyPages(pages)
    return [kept(request).content.decode() for request in requests]


def get(path: str = "/faq/", /, *, language: str = "ja", **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path, headers={"Accept-Language": language})
    request.COOKIES.update(cookies)
    return request


def test_the_same_page_is_made_once_for_each_language() -> None:
    requests = get(), get(), get(language="en"), get(lang="en"), get("/steps/"), get()

    assert seen(Pages(), *requests) == ["1", "1", "2", "2", "3", "1"]


def test_a_kept_page_has_its_headers() -> None:
    kept = SteadyPages(Pages())

    assert [kept(get()).headers["X-Page"] for _ in range(2)] == ["1", "1"]


@pytest.mark.parametrize(
    "request_of_one",
    [get("/faq/?q=a"), get(sessionid="x"), get(messages="x"), get("/receipt/"), get("/nowhere/")],
)
def test_what_is_of_one_visitor_is_made_each_time(request_of_one: HttpRequest) -> None:
    assert seen(Pages(), request_of_one, request_of_one) == ["1", "2"]


@pytest.mark.parametrize(
    "pages", [Pages(has_form=True), Pages(cookie="lang"), Pages(status=404), Pages(status=302)]
)
def test_a_page_with_a_token_or_a_cookie_or_a_fault_is_not_kept(pages: Pages) -> None:
    assert seen(pages, get(), get()) == ["1", "2"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/faq/", "/steps/", "/contacts/", "/overview/", "/about/"])
def test_the_pages_that_everybody_opens_can_be_kept(path: str) -> None:
    client = Client()
    first = client.get(path)

    assert (first.status_code, dict(first.cookies)) == (200, {})
    assert "csrfmiddlewaretoken" not in first.content.decode()


def test_an_old_page_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 20.0, 71.0, 71.0])
    monkeypatch.setattr(steady, "monotonic", lambda: next(clock))

    assert seen(Pages(), get(), get(), get()) == ["1", "1", "2"]


def test_no_more_pages_are_kept_than_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "MAX_KEPT", 2)
    kept = SteadyPages(Pages())
    for path in ("/faq/", "/steps/", "/overview/"):
        kept(get(path))

    assert len(kept.kept) <= 2
