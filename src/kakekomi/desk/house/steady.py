"""Pages that are the same for every visitor are made once in a few seconds.

In an outbreak everybody opens the same few pages at the same time. A page is kept only for visitors
who are not signed in, without a query, and only if nothing in it is of one visitor: no cookie, no
token of a form. Which pages those are is a list, below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from kakekomi.desk.house.language import language_of

STEADY: Final = frozenset(
    {
        "portal:home",
        "portal:about",
        "portal:faq",
        "portal:answer",
        "portal:steps",
        "portal:step",
        "portal:prevention",
        "portal:overview",
        "portal:sources",
        "portal:contacts",
        "portal:pictures",
        "portal:announcements",
        "portal:announcement",
    }
)
"""Pages that depend on the address, the language, the knowledge and the announcements alone."""

KEPT_S: Final = 5.0
"""How late an announcement may stand on them."""

MAX_KEPT: Final = 500
"""More than there are such pages in both languages; then all are made anew."""

Next = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class _Kept:
    at_s: float
    content: bytes
    headers: tuple[tuple[str, str], ...]


class SteadyPages:
    """Answer with the kept page while it is new."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.kept: dict[tuple[str, str, str], _Kept] = {}
        self.kept_s: float = getattr(settings, "STEADY_S", KEPT_S)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep or answer."""
        if not self.kept_s or not is_for_anybody(request):
            return self.get_response(request)
        key = (request.get_host(), request.path, language_of(request))
        kept = self.kept.get(key)
        if kept is not None and monotonic() - kept.at_s < self.kept_s:
            return HttpResponse(kept.content, headers=dict(kept.headers))
        response = self.get_response(request)
        if _is_nobodys_own(request, response):
            if len(self.kept) >= MAX_KEPT:
                self.kept.clear()
            headers = tuple(response.headers.items())
            self.kept[key] = _Kept(monotonic(), response.content, headers)
        return response


def is_for_anybody(request: HttpRequest) -> bool:
    """Whether the page depends on nothing that is of this visitor."""
    own = {settings.SESSION_COOKIE_NAME, "messages"}
    if request.method != "GET" or request.META.get("QUERY_STRING") or own & set(request.COOKIES):
        return False
    try:
        return resolve(request.path_info).view_name in STEADY
    except Resolver404:
        return False


def _is_nobodys_own(request: HttpRequest, response: HttpResponse) -> bool:
    is_plain = response.status_code == 200 and not response.streaming  # noqa: PLR2004  OK
    return is_plain and not response.cookies and "CSRF_COOKIE" not in request.META
