"""A made-up organization in the middle of an incident, so that the desk can be looked at.

Everything comes from the drill: nobody in it exists and nothing in it can run. It is made once;
later starts give the same logins again. Its people need no second factor, which holds for
organizations marked as demo only.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases import deadlines, models, service
from kakekomi.desk.cases.demo_enquiries import make_enquiries
from kakekomi.desk.cases.facts import subject_of
from kakekomi.desk.checks.models import Source
from kakekomi.desk.checks.service import Origin, check_all
from kakekomi.desk.house.models import Membership, Organization, Role, User
from kakekomi.desk.house.words import word
from kakekomi.drill.exercise import write_exercise
from kakekomi.drill.exercise_company import (
    ORGANIZATION,
    OWN_DOMAIN,
    Company,
    PcState,
    make_company,
)
from kakekomi.packs.model import Language

SEED: Final = 20_220_307
"""Of the exercise: always the same people."""

LOGINS: Final = (
    ("demo-employee", Role.EMPLOYEE),
    ("demo-admin", Role.ADMINISTRATOR),
    ("demo-manager", Role.MANAGER),
    ("demo-vendor", Role.VENDOR),
    ("demo-operator", Role.OPERATOR),
    ("demo-lead", Role.LEAD),
)

NOT_YET_CHECKED: Final = 3
"""Healthy PCs that the demo leaves to be checked."""

MORE_PCS: Final = 2
"""PCs that the organization says it has, and nobody has entered."""

ACCOUNTS: Final = (
    ("mail", "{user}@" + OWN_DOMAIN),
    ("browser_saved", "{user}"),
    ("cloud", "{user}"),
)


def make_demo() -> Iterator[str]:
    """Make what is not there yet; a line for each login."""
    organization, is_new = Organization.objects.get_or_create(
        name=f"{ORGANIZATION}(デモ)", defaults={"is_demo": True, "own_domains": [OWN_DOMAIN]}
    )
    users = {role: _user(name, role, organization) for name, role in LOGINS}
    if is_new or not organization.cases.exists():
        fill(organization, users)
    password = _password()
    for name, role in LOGINS:
        yield f"{name} / {password}  ({word(f'cases.demo.{role}')})"


def _password() -> str:
    """One for all demo logins, made at the first start of this desk."""
    path = settings.CONFIG.data / "keys" / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), "ascii")
    return path.read_text("ascii")


def _user(name: str, role: Role, organization: Organization) -> User:
    user, is_new = User.objects.get_or_create(username=name)
    if is_new or not user.check_password(_password()):
        user.set_password(_password())
        user.save()
    is_desk = role in {Role.OPERATOR, Role.LEAD}
    Membership.objects.get_or_create(
        user=user, role=role, organization=None if is_desk else organization
    )
    return user


def fill(organization: Organization, users: dict[Role, User]) -> None:
    """Put the organization into the middle of the incident."""
    company = make_company(SEED)
    actor = users[Role.ADMINISTRATOR]
    with TemporaryDirectory() as folder, transaction.atomic():
        write_exercise(Path(folder) / "drill", SEED, Language.JA)
        organization.pcs_total = len(company.pcs) + MORE_PCS
        organization.save(update_fields=["pcs_total"])
        case = service.open_case(organization, word("cases.demo.title"), actor)
        case.is_drill = True
        case.save(update_fields=["is_drill"])
        _people(case, company, users)
        _checks(case, company, Path(folder) / "drill", actor)
        _done(case, company, users)
        make_enquiries(organization)


def _people(case: models.Case, company: Company, users: dict[Role, User]) -> None:
    for pc in company.pcs:
        person = models.Person.objects.create(
            case=case, name=pc.user.name, role=pc.user.role, address=pc.user.address
        )
        if pc.user == company.leaked:
            person.user = users[Role.EMPLOYEE]
            person.save(update_fields=["user"])
        machine = models.Pc.objects.create(case=case, hostname=pc.hostname, person=person)
        if pc.state is PcState.INFECTED:
            for kind, name in ACCOUNTS:
                models.Account.objects.create(
                    case=case, pc=machine, kind=kind, identifier=name.format(user=pc.user.account)
                )
    for number, contact in enumerate(company.partners):
        models.Partner.objects.create(
            case=case, name=contact.name, address=contact.address, messages=40 - 3 * number
        )


def _checks(case: models.Case, company: Company, folder: Path, actor: User) -> None:
    """Results as they came in: PCs, the mail that it began with, two forged ones."""
    origin = Origin(organization=case.organization, source=Source.CASE, is_kept=True)
    waiting = set(company.hostnames(PcState.HEALTHY)[-NOT_YET_CHECKED:])
    files = [folder / "received" / "invoice.eml", *sorted((folder / "reported").iterdir())[:2]]
    files += [path for path in sorted((folder / "pcs").iterdir()) if path.stem not in waiting]
    for path in files:
        outcome = check_all(path.read_bytes(), path.name, origin)
        service.attach(case, outcome.checks, actor)


def _done(case: models.Case, company: Company, users: dict[Role, User]) -> None:
    """What people did so far."""
    now = timezone.now()
    infected = case.pcs.get(hostname__in=company.hostnames(PcState.INFECTED))
    assert infected.person is not None  # noqa: S101  made so above
    for question, value in (("opened", "yes"), ("kind", "content_enabled")):
        models.Answer.objects.create(
            case=case,
            subject=subject_of(infected.person),
            question=question,
            value=value,
            answered_at=now - timedelta(hours=20),
        )
    models.ActionTaken.objects.create(
        case=case, pc=infected, kind="isolate_network", status="verified", at=now
    )
    service.declare(case, "keep-power-on", subject_of(infected), users[Role.ADMINISTRATOR])
    partner = case.partners.first()
    models.NoticeSent.objects.create(
        case=case,
        partner=partner,
        kind="telephone",
        how="telephone",
        whom=partner.name if partner else "",
        at=now - timedelta(hours=2),
    )
    answers = {deadlines.Question.WRONGFUL: "yes", deadlines.Question.MANY: "unknown"}
    deadlines.start(case, now - timedelta(days=1), answers, users[Role.MANAGER])
