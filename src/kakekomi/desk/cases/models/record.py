"""What is written down about a case. Rows are added and rarely changed."""

from typing import ClassVar

from django.db import models

from kakekomi.desk.cases.models.case import OF_A_CASE, Case, Partner, Pc
from kakekomi.desk.checks.models import Check


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
