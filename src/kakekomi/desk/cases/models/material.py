"""Mails that are kept for a case to be worked on, and whom its notices go to."""

from typing import ClassVar

from django.db import models

from kakekomi.desk.cases.models.case import OF_A_CASE, Case


class FileRole(models.TextChoices):
    """What a kept file is to the question who leaked."""

    SPOOF = "spoof"
    """Forged mails, as somebody received them."""
    ARCHIVE = "archive"
    """A mailbox, from whenever."""


class MailFile(models.Model):
    """A file of mails, kept encrypted: spoofs and archives that are compared with each other."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="mail_files")
    role = models.CharField(max_length=10, choices=FileRole.choices)
    name = models.CharField(max_length=255)
    """Of the file; no two of a role have the same."""
    original = models.CharField(max_length=64)
    """By which it is found among the originals; a check may have the same one."""
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["role", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "role", "name"], name="one_file_of_a_name"),
            models.UniqueConstraint(fields=["case", "role", "sha256"], name="one_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """Somebody whom a notice of a kind goes to."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="recipients")
    kind = models.CharField(max_length=20)
    """Of the notice."""
    address = models.CharField(max_length=254)
    """In its one form."""
    name = models.CharField(max_length=200, blank=True)
    wrote = models.PositiveIntegerField(default=0)
    written_to = models.PositiveIntegerField(default=0)
    together = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["address"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind", "address"], name="one_recipient_of_an_address"
            )
        ]

    def __str__(self) -> str:
        return self.address
