"""Who came without an account, what they answered, and what they asked."""

from typing import ClassVar

from django.db import models

from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.models import Organization
from kakekomi.desk.portal.number import new_number, shown
from kakekomi.guide.interview import Given


class Receipt(models.Model):
    """Where somebody stands, to come back to by its number."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    number = models.CharField(max_length=14, unique=True, default=new_number)
    answers = models.JSONField(default=list)
    """Pairs of question and choice."""
    done = models.JSONField(default=list)
    """Ids of the steps that were ticked off."""
    started_at = models.DateTimeField()
    """When the first question was opened: the clock runs from here."""
    created_at = models.DateTimeField(auto_now_add=True)
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="receipts"
    )
    checks = models.ManyToManyField(Check, blank=True, related_name="receipts")

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The number as it is written on paper."""
        return shown(self.number)

    @property
    def given(self) -> tuple[Given, ...]:
        """The answers."""
        return tuple(Given(question, choice) for question, choice in self.answers)


class Severity(models.TextChoices):
    """How soon somebody has to look; by what the asker answered, and what was found."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class State(models.TextChoices):
    """How far an enquiry is."""

    NEW = "new"
    WORKING = "working"
    ANSWERED = "answered"
    CLOSED = "closed"


class Enquiry(models.Model):
    """A question to the desk that no answer on the site helped with."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    receipt = models.ForeignKey(
        Receipt, models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="enquiries"
    )
    about = models.ForeignKey(
        Check, models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    """What was checked and is asked about."""
    question = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    contact = models.CharField(max_length=500, blank=True)
    """How to answer, best not by the mail of a suspected PC; empty: by the receipt number only."""
    faq = models.CharField(max_length=100, blank=True)
    """The answer on the site that did not help."""
    language = models.CharField(max_length=2, default="ja")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.LOW)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    answer = models.TextField(blank=True)
    """What the desk says; shown at the receipt."""
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "enquiries"

    def __str__(self) -> str:
        return self.question
