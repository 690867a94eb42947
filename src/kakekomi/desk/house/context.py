"""What every template has."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kakekomi.desk.house.announcements import newest_urgent
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.navigation import menu


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, announcement, knowledge, and whether this is a demo."""
    language = language_of(request)
    return {
        "language": language,
        "announcement": newest_urgent(language),
        "pack": current_pack(),
        "is_demo": settings.CONFIG.is_demo,
        "menu": menu(request.user),
        "oidc": settings.OIDC,
    }
