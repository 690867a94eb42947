"""Pages to read: overview, sources, contacts, pictures, announcements and their feed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.house.words import current, word
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.views.answers import sources_of
from kakekomi.packs.model import Language

PICTURES: Final = (
    "enable-content",
    "enable-content-word",
    "enable-editing",
    "copy-to-templates",
    "onenote-view",
    "shortcut",
    "password-in-body",
)
"""Drawn by us; each is a template below ``portal/lures``."""

MAX_FEED: Final = 20
"""Announcements in the feed."""


@public
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What it is all about."""
    language = language_of(request)
    page = shelf.overview(language)
    context = {"page": page, "sources": sources_of(page.sources, language)}
    return render(request, "portal/overview.html", context)


@public
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Where the words come from, and how far each source was read."""
    language = language_of(request)
    rows = [
        (
            source,
            source.title.of(language),
            source.publisher.of(language),
            source.note.of(language) if source.note else "",
            f"portal.verified.{source.verified or 'unverified'}",
        )
        for source in shelf.sources()
    ]
    return render(request, "portal/sources.html", {"rows": rows})


@public
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Whom to turn to, in which order, and what to have at hand."""
    language = language_of(request)
    found = shelf.contacts()
    desks = [
        (
            desk,
            desk.name.of(language),
            desk.purpose.of(language),
            desk.hours.of(language) if desk.hours else "",
            desk.note.of(language) if desk.note else "",
        )
        for desk in found.contact
    ]
    context = {
        "desks": desks,
        "ready_title": found.ready.title.of(language),
        "ready_says": found.ready.says.of(language),
        "ready": [item.text.of(language) for item in found.ready.item],
    }
    return render(request, "portal/contacts.html", context)


@public
@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    """What the lures look like."""
    rows = [
        (name, f"portal.lure.{name}.title", f"portal.lure.{name}.alt", f"portal.lure.{name}.says")
        for name in PICTURES
    ]
    return render(request, "portal/pictures.html", {"rows": rows})


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Words are in that language inside, whatever the reader speaks."""
    token = current.set(language)
    try:
        yield
    finally:
        current.reset(token)


@public
@require_safe
def picture(request: HttpRequest, picture: str, lang: str) -> HttpResponse:
    """One drawing; its language stands in the address, so that it can be kept."""
    if picture not in PICTURES or lang not in set(Language):
        raise Http404
    with spoken(Language(lang)):
        response = render(request, f"portal/lures/{picture}.svg", content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@public
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """What is told now, and what was told."""
    language, today = language_of(request), timezone.localdate()
    everything = shelf.announcements(language)
    context = {
        "told": [one for one in everything if one.is_current(today)],
        "past": [one for one in everything if not one.is_current(today)],
    }
    return render(request, "portal/announcements.html", context)


@public
@require_safe
def announcement(request: HttpRequest, announcement_id: str) -> HttpResponse:
    """One announcement."""
    language = language_of(request)
    everything = {one.id: one for one in shelf.announcements(language)}
    found = everything.get(announcement_id)
    if found is None:
        raise Http404
    context = {
        "one": found,
        "is_told": found.is_current(timezone.localdate()),
        "sources": sources_of(found.sources, language),
        "severity": f"portal.severity.{found.severity}",
    }
    return render(request, "portal/announcement.html", context)


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Announcements for feed readers (Atom)."""
    language = language_of(request)
    address = request.build_absolute_uri("/announcements/")
    found = Atom1Feed(
        title=word("portal.feed.title"),
        link=address,
        description=word("portal.feed.says"),
        language=language.value,
        feed_url=request.build_absolute_uri(),
    )
    for one in shelf.announcements(language)[:MAX_FEED]:
        published = datetime.combine(one.valid_from, time(), UTC)
        found.add_item(
            title=one.title,
            link=f"{address}{one.id}/",
            description=one.body,
            pubdate=published,
            updateddate=datetime.combine(one.checked_at, time(), UTC),
            unique_id=f"{address}{one.id}/",
        )
    return HttpResponse(found.writeString("utf-8"), content_type="application/atom+xml")
