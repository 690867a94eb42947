"""The menu: what this reader may open."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse

from kakekomi.desk.house.models import DESK_ROLES, Role, User
from kakekomi.desk.house.scope import roles_of

PUBLIC: Final = (
    ("portal:home", "house.nav_home"),
    ("checks:drop", "house.nav_check"),
    ("portal:faq", "house.nav_faq"),
    ("portal:steps", "house.nav_steps"),
)
FOR_MEMBERS: Final = (
    ("cases:index", "house.nav_cases"),
    ("counter:warnings", "counter.warnings.title"),
)
FOR_MAKERS: Final = (("intake:index", "house.nav_intake"),)
FOR_THE_DESK: Final = (("counter:queue", "house.nav_counter"), ("work:jobs", "house.nav_work"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    url: str
    key: str
    """Of its words."""


def menu(user: User | AnonymousUser) -> tuple[Entry, ...]:
    """The entries for this reader."""
    lines = list(PUBLIC)
    roles = roles_of(user)
    if roles:
        lines += FOR_MEMBERS
    if roles & {Role.ADMINISTRATOR, Role.VENDOR, Role.LEAD}:
        lines += FOR_MAKERS
    if roles & DESK_ROLES:
        lines += FOR_THE_DESK
    return tuple(entry for name, key in lines if (entry := _entry(name, key)))


def _entry(name: str, key: str) -> Entry | None:
    try:
        return Entry(reverse(name), key)
    except NoReverseMatch:
        return None
