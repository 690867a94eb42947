"""How often somebody without an account may send something: counted per address and form.

Counted in the database, since several processes answer requests.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from kakekomi.desk.house.models import Visit
from kakekomi.desk.house.words import word

WINDOW: Final = timedelta(minutes=10)

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


def _count(request: HttpRequest, form: str) -> int:
    """Count this visit; give how many there were since the window began."""
    now = timezone.now()
    start = now - timedelta(seconds=now.timestamp() % WINDOW.total_seconds())
    address = str(request.META.get("REMOTE_ADDR", ""))[:45]
    Visit.objects.filter(start__lt=start - WINDOW).delete()
    visit, _ = Visit.objects.get_or_create(form=form, address=address, start=start)
    Visit.objects.filter(pk=visit.pk).update(count=F("count") + 1)
    visit.refresh_from_db()
    return visit.count
