"""What was checked: its facts for good, and the verdict of each pack that judged them."""

import secrets
from typing import ClassVar

from django.db import models

from kakekomi.check.language import Language as ShortLanguage
from kakekomi.desk.house.models import Organization
from kakekomi.facts import snapshot
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.document import VerdictDocument, decode
from kakekomi.packs.model import Language

TOKEN_BYTES = 16
"""128 bits, so that nobody finds a stranger's result by guessing."""


def new_token() -> str:
    """A name in an address that cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Source(models.TextChoices):
    """By which way something came to be checked."""

    PORTAL = "portal"
    CASE = "case"
    PC = "pc"
    """Sent by the program on a PC."""
    USB = "usb"
    """Carried from a PC that has no network."""
    PROGRAM = "program"
    """Sent by another program."""


class Check(models.Model):
    """One mail, PC or report that was checked."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    token = models.CharField(max_length=32, unique=True, default=new_token)
    batch = models.CharField(max_length=32, db_index=True, default=new_token)
    """The same for all that came in one file."""
    kind = models.CharField(max_length=10)
    """mail, pc or report."""
    name = models.CharField(max_length=1000)
    """Of the file, as its sender named it."""
    subject = models.TextField()
    facts = models.BinaryField()
    """A snapshot of this one subject."""
    facts_sha256 = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64, db_index=True)
    """Of the file that was handed in."""
    original = models.CharField(max_length=64, null=True, blank=True)
    """By which the file is found among the originals, if it was kept."""
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="checks"
    )
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PORTAL)
    tool = models.CharField(max_length=100, default="kakekomi")
    """Whose result it is: our own, or that of the tool that wrote the report."""
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def subject_facts(self) -> SubjectFacts:
        """The facts. Raises: ParseError if the database was damaged."""
        return snapshot.read(bytes(self.facts), where=f"check {self.pk}")[0]

    @property
    def current(self) -> "Verdict":
        """The verdict of the newest pack. Raises: Verdict.DoesNotExist."""
        return self.verdicts.get(is_current=True)


class Verdict(models.Model):
    """What a pack says about the facts of a check; only the newest is current."""

    ORGANIZATION_PATH: ClassVar[str] = "checked__organization"

    checked = models.ForeignKey(Check, models.CASCADE, related_name="verdicts")
    pack_id = models.CharField(max_length=100)
    pack_version = models.CharField(max_length=100)
    verdict = models.CharField(max_length=20)
    weight_db = models.FloatField()
    document = models.TextField()
    """The JSON that other programs read, in Japanese."""
    document_en = models.TextField()
    judged_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["-judged_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checked"], condition=models.Q(is_current=True), name="one_current_verdict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.checked_id} {self.verdict}"

    def json_in(self, language: Language | ShortLanguage) -> str:
        """The document as text."""
        return self.document if language == Language.JA else self.document_en

    def document_in(self, language: Language | ShortLanguage) -> VerdictDocument:
        """The document as a value."""
        return decode(self.json_in(language).encode())
