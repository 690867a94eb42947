"""What is kept about a case. Rows are added and rarely changed; the audit log has every change."""

from typing import ClassVar, Final

from django.db import models

from kakekomi.desk.checks.models import Check
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


class CaseCheck(models.Model):
    """A check that belongs to the case; that of a PC is linked to it."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="case_checks")
    checked = models.ForeignKey(Check, models.PROTECT, related_name="case_checks")
    pc = models.ForeignKey(Pc, models.CASCADE, null=True, blank=True, related_name="case_checks")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "checked"], name="one_check_once")
        ]

    def __str__(self) -> str:
        return str(self.checked)


class Answer(models.Model):
    """An answer to a question of the triage; about a person or a PC, else about the case."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    subject = models.CharField(max_length=40)
    question = models.CharField(max_length=60)
    value = models.CharField(max_length=60)
    answered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.question}={self.value}"


class Declaration(models.Model):
    """Somebody says that a step is done for a subject."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="declarations")
    step = models.CharField(max_length=100)
    subject = models.CharField(max_length=40)
    said_by = models.CharField(max_length=150)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step", "subject"], name="one_declaration_each")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.subject}"


class ActionTaken(models.Model):
    """A change to a PC and how far it is."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="actions")
    pc = models.ForeignKey(Pc, models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=40)
    target = models.TextField(blank=True)
    status = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class NoticeSent(models.Model):
    """Who was told, when and how: by mail, by phone, on paper, in public."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=20, default="sent")
    how = models.CharField(max_length=20, default="mail")
    whom = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class Deadline(models.Model):
    """A date that the law sets, if the law applies: that is for people to decide."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind"], name="one_deadline_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"


class EvidenceItem(models.Model):
    """Something that is kept, by its digest, and where it lies."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence")
    pc = models.ForeignKey(Pc, models.SET_NULL, null=True, blank=True, related_name="evidence")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    place = models.CharField(max_length=255, blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class TimelineEntry(models.Model):
    """What happened when, in words."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="timeline")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    said_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.text
