"""What every request passes: its language, and headers that keep a page to itself."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.steady import is_for_anybody
from kakekomi.desk.house.words import current

Next = Callable[[HttpRequest], HttpResponse]


def _form_targets() -> str:
    """Ours; the button for signing in elsewhere is a form, and leads there."""
    provider = getattr(settings, "OIDC", None)
    return f"'self' {provider.origin}" if provider else "'self'"


POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    f"font-src 'self'; connect-src 'self'; form-action {_form_targets()}; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere. Pictures may be data: the QR code of a second factor."""


class SecurityHeaders:
    """Say to the browser what a page may do, and that others' caches must not keep it.

    Our own pages may lie in the reader's browser, so that a half-filled form comes back; who signs
    out takes them along.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        if not is_for_anybody(request):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers.setdefault("Clear-Site-Data", '"cache"')
        return response


class ChosenLanguage:
    """Speak the reader's language."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the language for this request, also for Django's own words."""
        language = language_of(request)
        request.language = language  # type: ignore[attr-defined]
        token = current.set(language)
        try:
            with translation.override(language.value):
                response = self.get_response(request)
        finally:
            current.reset(token)
        response.headers.setdefault("Content-Language", language.value)
        return response
