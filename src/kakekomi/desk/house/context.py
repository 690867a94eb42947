"""What every template has."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from kakekomi.desk.house.announcements import newest_urgent
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.navigation import menu

NOBODY: Final = AnonymousUser()
"""Who asks, where a request was refused before anybody looked: by a wrong host name."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, announcement, knowledge, and whether this is a demo."""
    language = language_of(request)
    return {
        "language": language,
        "announcement": newest_urgent(language),
        "pack": current_pack(),
        "is_demo": settings.CONFIG.is_demo,
        "menu": menu(getattr(request, "user", NOBODY)),
        "oidc": settings.OIDC,
    }
