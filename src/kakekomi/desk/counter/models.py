"""What the desk keeps about enquiries, waves, and the texts that it writes itself."""

from typing import ClassVar

from django.db import models

from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.portal.models import Enquiry


class Sorting(models.Model):
    """One row, locked while new items are put into waves: two sorters would open a wave twice."""

    last_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "sorting"


class Wave(models.Model):
    """Mails and enquiries of one campaign."""

    name = models.CharField(max_length=200)
    opened_at = models.DateTimeField(db_index=True)
    is_open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A mail or an enquiry in a wave, and why it is in it."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="members")
    enquiry = models.OneToOneField(
        Enquiry, models.CASCADE, null=True, blank=True, related_name="member"
    )
    checked = models.OneToOneField(
        Check, models.CASCADE, null=True, blank=True, related_name="member"
    )
    at = models.DateTimeField()
    marks = models.JSONField(default=list)
    """Pairs of kind and value."""
    shingles = models.JSONField(default=list)
    shared = models.JSONField(default=list)
    """The marks that it shares with the member that it is most like."""
    text_likeness = models.FloatField(default=0.0)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(enquiry__isnull=True) ^ models.Q(checked__isnull=True),
                name="enquiry_or_check",
            )
        ]

    def __str__(self) -> str:
        return str(self.enquiry or self.checked)


class Rung(models.TextChoices):
    """Who has to answer: the ladder, from the bottom."""

    OPERATOR = "operator"
    LEAD = "lead"
    RESPONDER = "responder"
    """Somebody who comes and helps, for money."""
    AUTHORITY = "authority"
    """JPCERT/CC, IPA or the police."""


class Ticket(models.Model):
    """How an enquiry is worked on."""

    enquiry = models.OneToOneField(Enquiry, models.CASCADE, related_name="ticket")
    level = models.PositiveSmallIntegerField(default=0)
    """Of ``urgency.Level``."""
    reasons = models.JSONField(default=list)
    taken_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    rung = models.CharField(max_length=12, choices=Rung.choices, default=Rung.OPERATOR)
    note = models.TextField(blank=True)
    """For colleagues; the asker never sees it."""
    version = models.PositiveIntegerField(default=0)
    """Counts changes: who changes an older one is told so and changes nothing."""
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-level", "created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["-level", "created_at"])]

    def __str__(self) -> str:
        return str(self.enquiry)


class PartnerWarning(models.Model):
    """What the desk tells an organization whose partners are in a wave: this and nothing more."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="warnings")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="warnings")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "organization"], name="one_warning_a_wave")
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.wave}"


class Stage(models.TextChoices):
    """How far a text of the desk is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class DeskAnnouncement(models.Model):
    """An announcement that the desk wrote."""

    severity = models.CharField(max_length=10, default="notice")
    """Of ``guide.library.Severity``."""
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    title_ja = models.CharField(max_length=200)
    body_ja = models.TextField()
    title_en = models.CharField(max_length=200)
    body_en = models.TextField()
    sources = models.JSONField(default=list)
    checked_at = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    written_by = models.CharField(max_length=150)
    published_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return self.title_ja

    @property
    def slug(self) -> str:
        """Its name in addresses; those of the pack are dates."""
        return f"desk-{self.pk}"


class TextKind(models.TextChoices):
    """Texts of the pack that the desk may write anew."""

    FAQ = "faq"
    STEP = "step"


class Edition(models.Model):
    """One version of a text; versions are added and never changed, but for being published."""

    kind = models.CharField(max_length=4, choices=TextKind.choices)
    ref = models.SlugField(max_length=100)
    """Id of the answer or step."""
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    """Of an answer; a step keeps the pack's title."""
    body = models.TextField()
    sources = models.JSONField(default=list)
    checked_at = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    """Why it was changed."""
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField(auto_now_add=True)
    published_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "ref", "language", "number"], name="one_edition_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["kind", "ref", "language"],
                condition=models.Q(stage="published"),
                name="one_published_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.number}"
