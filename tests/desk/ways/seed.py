"""Who is there when the ways begin. Runs in the shell of the desk, not in the tests.

Each mode has people and an organization of its own, so that the ways do not meet.
"""

from datetime import timedelta
from typing import Final

import msgspec
from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from desk.cases.checked import negative, scanned
from desk.ways.people import FORTY, MODES, OTHER_VENDORS, PASSWORD, company_of
from kakekomi.desk.cases import demo, models, service
from kakekomi.desk.cases.page import incident_tasks
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.models import Membership, Organization, Role, User
from kakekomi.desk.portal.models import Enquiry, Receipt
from kakekomi.drill.exercise_company import OWN_DOMAIN

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"

MOST_ROUNDS: Final = 5
"""A step that is done may call for the next."""

WAVE: Final = "件名は「RE: 請求書の件」で、請求書_{}.zip が付いていました。"


def everything() -> None:
    """Put everybody in; prints sessions and cases."""
    sessions: dict[str, str] = {}
    cases: dict[str, int] = {}
    for mode in MODES:
        _people_of_an_empty_company(mode, sessions)
        cases[f"manager-{mode}"] = _company_in_mid_incident(mode, sessions)
        sessions[f"operator-{mode}"] = _signed_in(_user(f"operator-{mode}", Role.OPERATOR, None))
        _enquiries(mode)
    cases |= _vendor_of_forty(sessions)
    print(msgspec.json.encode({"sessions": sessions, "cases": cases}).decode())  # noqa: T201


def _people_of_an_empty_company(mode: str, sessions: dict[str, str]) -> None:
    organization = Organization.objects.create(name=company_of(mode))
    administrator = User.objects.create_user(f"admin-{mode}", password=PASSWORD)
    Membership.objects.create(
        user=administrator, role=Role.ADMINISTRATOR, organization=organization
    )
    closer = _user(f"closer-{mode}", Role.MANAGER, organization)
    sessions[f"closer-{mode}"] = _signed_in(closer)


def _company_in_mid_incident(mode: str, sessions: dict[str, str]) -> int:
    organization = Organization.objects.create(name=f"みどり商会 {mode}", own_domains=[OWN_DOMAIN])
    users = {
        role: _user(f"{role}-{mode}", role, organization)
        for role in (Role.EMPLOYEE, Role.ADMINISTRATOR, Role.MANAGER)
    }
    demo.fill(organization, users)
    models.Deadline.objects.filter(case__organization=organization).delete()
    models.Case.objects.filter(organization=organization).update(is_drill=False)
    for role, user in users.items():
        sessions[f"{role}-{mode}"] = _signed_in(user)
    return models.Case.objects.get(organization=organization).pk


def _vendor_of_forty(sessions: dict[str, str]) -> dict[str, int]:
    customers = [
        Organization.objects.create(name=f"顧客{number:02}商店", pcs_total=2)
        for number in range(1, FORTY + 1)
    ]
    vendor = _user("vendor", Role.VENDOR, customers[0])
    for number, organization in enumerate(customers, 1):
        Membership.objects.get_or_create(user=vendor, role=Role.VENDOR, organization=organization)
        case = service.open_case(organization, f"不審なメール {number:02}", vendor)
        models.Pc.objects.create(case=case, hostname=f"PC-{number:02}")
    theirs = Organization.objects.create(name=OTHER_VENDORS)
    other = _user("other-vendor", Role.VENDOR, theirs)
    sessions["vendor"] = _signed_in(vendor)
    return {"vendor": case.pk, "other-vendor": service.open_case(theirs, "よその件", other).pk}


def _enquiries(mode: str) -> None:
    for number in range(3):
        receipt = Receipt.objects.create(started_at=timezone.now())
        Enquiry.objects.create(
            receipt=receipt,
            question=f"このメールは何ですか({mode})",
            text=WAVE.format(number) + mode,
        )


def _user(name: str, role: Role, organization: Organization | None) -> User:
    user = User.objects.create_user(name, f"{name}@aoba.example", PASSWORD)
    Membership.objects.create(user=user, role=role, organization=organization)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


def _signed_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def a_day_later(case: int, name: str, *kept: str) -> None:
    """All PCs were clean twice and scanned; all other steps but those kept are said done."""
    found, user = models.Case.objects.get(pk=case), User.objects.get(username=name)
    now = timezone.now()
    Check.objects.filter(case_checks__case=found).update(created_at=now - timedelta(days=3))
    for pc in found.pcs.all():
        first, *others = (
            kind(found.organization, pc.hostname) for kind in (negative, negative, scanned)
        )
        Check.objects.filter(pk=first.pk).update(created_at=now - timedelta(days=2))
        service.attach(found, [first, *others], user)
    for _ in range(MOST_ROUNDS):
        due = [one for one in incident_tasks(standing_of(found)) if one.step.id not in kept]
        for task in due:
            service.declare(found, task.step.id, task.subject, user)
    left = standing_of(found).closing.open_tasks
    print([(one.step.id, one.subject) for one in left if one.step.id not in kept])  # noqa: T201
