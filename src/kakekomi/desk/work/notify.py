"""Tell people whose verdicts changed: one mail a person and job, in Japanese and English.

The mail says how many and which, and where to look; what was found stays behind the sign-in.
"""

from typing import Final

from django.conf import settings
from django.urls import reverse

from kakekomi.check.visible import excerpt
from kakekomi.desk.cases.models import Person
from kakekomi.desk.house.models import Membership, Organization, Role, User
from kakekomi.desk.house.words import all_words
from kakekomi.desk.work.ledger import ask_for
from kakekomi.desk.work.models import Job, Kind, Outgoing, VerdictChange
from kakekomi.packs.model import LANGUAGES, Language

MAX_LISTED: Final = 30
"""Changes named in a mail: more are read on the page."""

MAX_KEY_CHARS: Final = 400
"""Of what tells mails apart; addresses have at most 254 (RFC 5321 section 4.5.3.1.3)."""

TOLD_ROLES: Final = (Role.ADMINISTRATOR, Role.MANAGER, Role.VENDOR)
"""Those who have to act on it."""


def queue_mails(job: Job) -> int:
    """Queue the mails about the changes of this job; how many are new. Safe to do twice.

    Exercises and demos tell nobody: their people do not exist, but somebody may own the address.
    """
    changed = VerdictChange.objects.filter(job=job, checked__organization__isnull=False)
    affected = Organization.objects.filter(
        pk__in=changed.values("checked__organization"), is_demo=False
    ).order_by("pk")
    new = sum(_queue_for(job, organization) for organization in affected)
    if new:
        ask_for(Kind.MAIL, f"mail:{job.key}")
    return new


def _queue_for(job: Job, organization: Organization) -> int:
    changes = list(
        VerdictChange.objects.filter(job=job, checked__organization=organization)
        .select_related("checked")
        .order_by("pk")
    )
    new = 0
    for address in _addresses(organization):
        _, is_new = Outgoing.objects.get_or_create(
            key=f"{job.key}:{organization.pk}:{address}"[:MAX_KEY_CHARS],
            defaults={
                "organization": organization,
                "address": address,
                "subject_line": _word(Language.JA, "work.mail.subject"),
                "text": _text(changes, organization),
            },
        )
        new += is_new
    return new


def _addresses(organization: Organization) -> list[str]:
    """Of those with an account and of those named in its open cases; each address once."""
    members = Membership.objects.filter(organization=organization, role__in=TOLD_ROLES)
    users = User.objects.filter(pk__in=members.values("user"), is_active=True)
    people = Person.objects.filter(
        case__organization=organization, case__closed_at=None, role__in=TOLD_ROLES
    )
    found = [
        *users.order_by("pk").values_list("email", flat=True),
        *people.order_by("pk").values_list("address", flat=True),
    ]
    return list(dict.fromkeys(one.strip().lower() for one in found if one.strip()))


def _text(changes: list[VerdictChange], organization: Organization) -> str:
    return "\n\n----\n\n".join(_text_in(one, changes, organization) for one in LANGUAGES)


def _text_in(language: Language, changes: list[VerdictChange], organization: Organization) -> str:
    lines = [
        _word(
            language,
            "work.mail.line",
            name=excerpt(change.checked.subject),
            before=_word(language, f"work.verdict.{change.before}"),
            after=_word(language, f"work.verdict.{change.after}"),
        )
        for change in changes[:MAX_LISTED]
    ]
    if len(changes) > MAX_LISTED:
        lines.append(_word(language, "work.mail.more", count=len(changes) - MAX_LISTED))
    return _word(
        language,
        "work.mail.text",
        organization=organization.name,
        count=len(changes),
        version=changes[0].pack_version,
        lines="\n".join(lines),
        url=_changes_page(),
    )


def _changes_page() -> str:
    """With the desk's name, if it can be reached from elsewhere by it."""
    path = reverse("work:changes")
    return f"https://{settings.CONFIG.hosts[0]}{path}" if settings.CONFIG.is_https else path


def _word(language: Language, key: str, **values: object) -> str:
    text = all_words(language)[key]
    return text.format_map(values) if values else text
