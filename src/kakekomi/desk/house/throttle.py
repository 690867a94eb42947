"""How often somebody without an account may send something: counted per address and form.

Counted in the database, since several processes answer requests.
"""

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from kakekomi.desk.house.models import Visit
from kakekomi.desk.house.words import word

WINDOW: Final = timedelta(minutes=10)

V6_BITS: Final = 64
"""Of an IPv6 address the part that a connection is given; the rest its user chooses."""

View = Callable[..., HttpResponseBase]


def throttled(form: str, *, at_most: int) -> Callable[[View], View]:
    """Let an address post so often in ten minutes; then say to wait."""

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and _count(request, form) > at_most:
                return HttpResponse(word("house.too_many"), status=429, content_type="text/plain")
            return view(request, *args, **kwargs)

        return counted

    return wrap


def against_guessing(form: str, *, at_most: int) -> Callable[[View], View]:
    """Let an address name so many things that there are not in ten minutes; then nothing at all.

    What is there is refused then as well: else it would show by the difference.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if _counted(request, form) >= at_most:
                return HttpResponse(word("house.too_many"), status=429, content_type="text/plain")
            try:
                return view(request, *args, **kwargs)
            except Http404:
                _count(request, form)
                raise

        return counted

    return wrap


def source_of(request: HttpRequest) -> str:
    """Who asks: an address, of the newer kind its net, for everybody there has millions of them."""
    address = str(request.META.get("REMOTE_ADDR", ""))[:45]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network(f"{parsed}/{V6_BITS}", strict=False))


def _window() -> datetime:
    now = timezone.now()
    return now - timedelta(seconds=now.timestamp() % WINDOW.total_seconds())


def _counted(request: HttpRequest, form: str) -> int:
    found = Visit.objects.filter(form=form, address=source_of(request), start=_window())
    return sum(found.values_list("count", flat=True))


def _count(request: HttpRequest, form: str) -> int:
    """Count this visit; give how many there were since the window began."""
    start, address = _window(), source_of(request)
    Visit.objects.filter(start__lt=start - WINDOW).delete()
    visit, _ = Visit.objects.get_or_create(form=form, address=address, start=start)
    Visit.objects.filter(pk=visit.pk).update(count=F("count") + 1)
    visit.refresh_from_db()
    return visit.count
