"""People and organizations, what they may do, and the log of what they did."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What somebody is, in an organization or (operator, lead) for the whole desk."""

    EMPLOYEE = "employee"
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    VENDOR = "vendor"
    OPERATOR = "operator"
    LEAD = "lead"


DESK_ROLES = frozenset({Role.OPERATOR, Role.LEAD})
"""Those that see every organization."""


class User(AbstractUser):
    """Somebody with an account."""

    acting_as: frozenset[Role] | None = None
    """Of the request at hand: roles that its page asks for; None where no page asks."""


class Organization(models.Model):
    """Whose cases these are."""

    ORGANIZATION_PATH: ClassVar[str] = "pk"

    name = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)
    own_domains = models.JSONField(default=list, blank=True)
    pcs_total = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of somebody; without an organization it is for the whole desk."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organization", "role"], name="one_role_once"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(organization__isnull=True),
                name="one_desk_role_once",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(role__in=sorted(DESK_ROLES), organization__isnull=True)
                    | (
                        ~models.Q(role__in=sorted(DESK_ROLES))
                        & models.Q(organization__isnull=False)
                    )
                ),
                name="desk_roles_have_no_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class Visit(models.Model):
    """How often an address sent a form in ten minutes; kept as long as it counts."""

    form = models.CharField(max_length=40)
    address = models.CharField(max_length=45)
    start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "address", "start"], name="one_count_each")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.count}"


class AuditEntry(models.Model):
    """One change: who, when, what, before and after; each holds the digest of the one before."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    target = models.CharField(max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.target}"
