"""The case, and whom and what it is about: people, PCs, accounts, partners."""

from typing import ClassVar, Final

from django.db import models

from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.portal.models import Receipt

OF_A_CASE: Final = "case__organization"
"""By which scope finds whose a row is."""


class Case(models.Model):
    """One incident of one organization."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="cases")
    title = models.CharField(max_length=200)
    receipt = models.ForeignKey(
        Receipt, models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    """What somebody answered on the portal before there was a case."""
    opened_at = models.DateTimeField()
    known_at = models.DateTimeField(null=True, blank=True)
    """When somebody first knew that data may have leaked: the legal clock runs from here."""
    closed_at = models.DateTimeField(null=True, blank=True)
    is_drill = models.BooleanField(default=False)
    stated = models.JSONField(default=dict, blank=True)
    """What people state for notices: telephone, page, policy; by the names of a statement."""

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """Somebody of the organization."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="persons")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, default="employee")
    address = models.EmailField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class Pc(models.Model):
    """A PC, or another device, of the organization."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="pcs")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="pcs")
    hostname = models.CharField(max_length=100)
    platform = models.CharField(max_length=20, default="windows")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["hostname", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "hostname"], name="one_pc_of_a_name")
        ]

    def __str__(self) -> str:
        return self.hostname


class Account(models.Model):
    """An account that was used on a PC; never a password."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="accounts")
    pc = models.ForeignKey(Pc, models.CASCADE, null=True, blank=True, related_name="accounts")
    kind = models.CharField(max_length=20, default="mail")
    identifier = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.identifier or self.kind


class Partner(models.Model):
    """Somebody outside who may get spoofed mail."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="partners")
    address = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    messages = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-messages", "id"]

    def __str__(self) -> str:
        return self.name or self.address
