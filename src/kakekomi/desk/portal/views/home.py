"""The first page, the card, and what becomes of what people leave here."""

import base64
import re
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.forms import NumberForm
from kakekomi.guide.card import card_html

STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
"""The card's own style: takes ``<style>a{}</style>``; refuses ``<style`` without an end."""

NEWS: Final = 3
"""Announcements on the first page."""


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three doors, and the rest below."""
    language = language_of(request)
    today = timezone.localdate()
    doors = [
        (door.id, door.title.of(language), door.says.of(language)) for door in shelf.triage().door
    ]
    told = [one for one in shelf.announcements(language) if one.is_current(today)]
    context = {"doors": doors, "told": told[:NEWS], "number_form": NumberForm()}
    return render(request, "portal/home.html", context)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What is kept of a visitor, how long, and who sees it."""
    keeping = settings.CONFIG.keeping
    context = {"kept_days": keeping.checks, "receipt_days": keeping.receipts}
    return render(request, "portal/about.html", context)


@public
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """The first fifteen minutes on one sheet; its style is allowed by its digest."""
    page = card_html(current_pack(), language_of(request))
    style = STYLE.search(page)
    digest = base64.b64encode(sha256(style[1].encode() if style else b"").digest()).decode()
    response = HttpResponse(page)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    return response
