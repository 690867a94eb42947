"""Tell people whose verdicts changed: one mail a person and job, in Japanese and English.

The mail says how many and which, and where to look; what was found stays behind the sign-in.
"""

from collections.abc import Iterable
from typing import Final

from django.conf import settings

from kakekomi.check.visible import excerpt
from kakekomi.desk.house.models import Membership, Organization, Role, User
from kakekomi.desk.house.words import all_words
from kakekomi.desk.work.ledger import ask_for
from kakekomi.desk.work.models import Job, Kind, Outgoing, VerdictChange
from kakekomi.packs.model import LANGUAGES, Language

MAX_LISTED: Final = 30
"""Changes named in a mail: more are read on the page."""

MAX_ADDRESS_CHARS: Final = 254
"""Longer ones exist on paper only (RFC 5321 section 4.5.3.1.3)."""

TOLD_ROLES: Final = (Role.ADMINISTRATOR, Role.MANAGER, Role.VENDOR)
"""Those who have to act on it."""


def queue_mails(job: Job) -> int:
    """Queue the mails about the changes of this job; how many are new. Safe to do twice."""
    changed = VerdictChange.objects.filter(job=job, checked__organization__isnull=False)
    affected = Organization.objects.filter(pk__in=changed.values("checked__organization")).order_by(
        "pk"
    )
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
    for user in _people(organization):
        _, is_new = Outgoing.objects.get_or_create(
            key=f"{job.key}:{organization.pk}:{user.pk}",
            defaults={
                "organization": organization,
                "address": user.email,
                "subject_line": _word(Language.JA, "work.mail.subject"),
                "text": _text(changes, organization),
            },
        )
        new += is_new
    return new


def _people(organization: Organization) -> Iterable[User]:
    members = Membership.objects.filter(organization=organization, role__in=TOLD_ROLES)
    return (
        User.objects.filter(pk__in=members.values("user"), is_active=True)
        .exclude(email="")
        .order_by("pk")
    )


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
        url=f"{getattr(settings, 'DESK_ADDRESS', '')}/work/changes/",
    )


def _word(language: Language, key: str, **values: object) -> str:
    text = all_words(language)[key]
    return text.format_map(values) if values else text
