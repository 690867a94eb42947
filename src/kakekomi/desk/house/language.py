"""The language of a page: chosen by the reader, else by the browser, else Japanese."""

from typing import Final

from django.http import HttpRequest

from kakekomi.packs.model import Language

COOKIE: Final = "lang"


def language_of(request: HttpRequest) -> Language:
    """The language that the request asks for."""
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in set(Language):
        return Language(chosen)
    for part in request.headers.get("Accept-Language", "").lower().split(","):
        code = part.split(";")[0].strip()[:2]
        if code in set(Language):
            return Language(code)
    return Language.JA
