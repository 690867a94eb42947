"""Whom to warn of a wave: organizations that trade with those who are in it.

Two organizations trade if one has the other's domain in the partner list of a case. The warning
says what the desk wrote and nothing else: not who asked, nor whose mails were seen.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kakekomi.desk.cases.models import Partner
from kakekomi.desk.counter.models import PartnerWarning, Wave
from kakekomi.desk.house.models import Organization


def organizations_in(wave: Wave) -> list[Organization]:
    """Those whose mails or enquiries are in the wave."""
    return list(
        Organization.objects.filter(Q(checks__member__wave=wave) | Q(enquiries__member__wave=wave))
        .distinct()
        .order_by("pk")
    )


def partners_of(wave: Wave) -> list[Organization]:
    """Organizations that trade with those in the wave and are not in it themselves."""
    inside = organizations_in(wave)
    own = _own_domains(inside)
    named = _partner_domains(inside)
    return [
        other
        for other in Organization.objects.exclude(pk__in=[one.pk for one in inside]).order_by("pk")
        if named & _own_domains([other]) or own & _partner_domains([other])
    ]


def warn(wave: Wave, text: str) -> list[PartnerWarning]:
    """Warn all partners that were not warned of this wave; the new warnings."""
    now = timezone.now()
    made = []
    with transaction.atomic():
        for organization in partners_of(wave):
            warning, is_new = PartnerWarning.objects.get_or_create(
                wave=wave, organization=organization, defaults={"text": text, "at": now}
            )
            if is_new:
                made.append(warning)
    return made


def _own_domains(organizations: list[Organization]) -> set[str]:
    return {str(domain).lower() for one in organizations for domain in one.own_domains}


def _partner_domains(organizations: list[Organization]) -> set[str]:
    addresses = Partner.objects.filter(case__organization__in=organizations)
    return {
        address.rpartition("@")[2].lower()
        for address in addresses.exclude(address="").values_list("address", flat=True)
    }
