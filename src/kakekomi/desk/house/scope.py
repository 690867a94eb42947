"""Who may see what: decided here and nowhere else.

A view is marked by exactly one of ``public`` and ``allowed``; what it looks up goes through
``scoped`` or ``one_of``, so that another organization's things are not found (404, not 403: that
they exist is nobody's business).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from kakekomi.desk.house.models import DESK_ROLES, Membership, Organization, Role, User
from kakekomi.desk.house.words import word

ModelT = TypeVar("ModelT", bound=Model)
View = Callable[..., HttpResponseBase]
Anyone = User | AnonymousUser

DEMO: Final = "demo-"
"""What names of demo logins begin with; accounts of people are not named so."""


def roles_of(user: Anyone) -> frozenset[Role]:
    """All roles, in whatever organization."""
    if not isinstance(user, User):
        return frozenset()
    return frozenset(Role(role) for role in user.memberships.values_list("role", flat=True))


def organizations_of(user: Anyone) -> QuerySet[Organization]:
    """The organizations that the user may see, in a role that the page at hand asks for.

    Who administers one organization and is an employee of another finds the second one's things on
    no page for administrators.
    """
    if not isinstance(user, User):
        return Organization.objects.none()
    roles = roles_of(user)
    if user.acting_as is not None:
        roles &= user.acting_as
    if roles & DESK_ROLES:
        all_of_them = Organization.objects.all()
        return all_of_them.filter(is_demo=True) if is_demo_only(user) else all_of_them
    own = Membership.objects.filter(user=user, role__in=roles, organization__isnull=False)
    return Organization.objects.filter(pk__in=own.values("organization"))


def has_role(user: Anyone, organization: Organization, *roles: Role) -> bool:
    """Whether the user has one of the roles in the organization, or for the whole desk."""
    if not isinstance(user, User):
        return False
    held = Membership.objects.filter(user=user, role__in=roles)
    return (
        held.filter(organization=organization).exists()
        or held.filter(organization__isnull=True).exists()
    )


def scoped(queryset: QuerySet[ModelT], user: Anyone) -> QuerySet[ModelT]:
    """What of the queryset belongs to organizations that the user may see."""
    path = queryset.model.ORGANIZATION_PATH  # type: ignore[attr-defined]
    return queryset.filter(**{f"{path}__in": organizations_of(user)})


def one_of(model: type[ModelT], user: Anyone, **lookup: Any) -> ModelT:
    """One object, or 404 when it is none or another organization's."""
    return get_object_or_404(scoped(model._default_manager.all(), user), **lookup)


def public(view: View) -> View:
    """Mark a view that needs no account."""
    view.scope_mark = "public"  # type: ignore[attr-defined]
    return view


def allowed(*roles: Role) -> Callable[[View], View]:
    """Mark a view that needs one of the roles, and a second factor for all above employee."""

    def mark(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return redirect_to_login(request.get_full_path())
            held = roles_of(user)
            if not held & frozenset(roles):
                raise PermissionDenied
            if held != {Role.EMPLOYEE} and not _is_sure(user):
                messages.info(request, word("house.second_factor"), fail_silently=True)
                return redirect("mfa_index")
            user.acting_as = frozenset(roles)
            return view(request, *args, **kwargs)

        checked.scope_mark = ",".join(roles)  # type: ignore[attr-defined]
        return checked

    return mark


def _is_sure(user: User) -> bool:
    """A second factor is set up; people of a demo need none on a desk for practice."""
    return is_mfa_enabled(user) or (settings.CONFIG.is_practice and is_demo_only(user))


def is_demo_only(user: User) -> bool:
    """Whether this is a login of the demo; it sees demo organizations only, whatever its role."""
    return (
        user.username.startswith(DEMO)
        and not user.memberships.filter(organization__is_demo=False).exists()
    )
