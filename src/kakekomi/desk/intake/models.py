"""Tokens, kept as digests only, and results as they came in."""

import secrets
from hashlib import sha256
from typing import ClassVar, Final, Self

from django.db import models
from django.utils import timezone

from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.models import Organization, User

TOKEN_BYTES: Final = 32
"""256 bits: looked up by digest, so nothing has to be slow."""


MAX_RESULT_BYTES: Final = 16 * 1024 * 1024
"""Of one PC: a snapshot of a full disk is a tenth of it."""


def new_secret(kind: str) -> str:
    """A token; its beginning says what it is for, so that one that leaked can be recognized."""
    return f"kakekomi-{kind}-{secrets.token_urlsafe(TOKEN_BYTES)}"


def digest_of(secret: str) -> str:
    """By which a token is found."""
    return sha256(secret.encode()).hexdigest()


class Enrolment(models.Model):
    """Lets PCs of an organization get a token of their own, for a while."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="enrolments")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.organization} {self.made_at:%Y-%m-%d}"

    @classmethod
    def valid(cls, secret: str) -> Self | None:
        """The enrolment of that token, if it still holds."""
        return cls.objects.filter(
            digest=digest_of(secret), revoked_at=None, expires_at__gt=timezone.now()
        ).first()


class PcToken(models.Model):
    """Of one PC: it may hand in results for its organization, and read what became of them."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="pc_tokens")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="pc_tokens")
    hostname = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.hostname


class ProgramToken(models.Model):
    """Of a program: it may do what its user may."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    user = models.ForeignKey(User, models.CASCADE, related_name="program_tokens")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="program_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Where a result stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Nothing in it could be checked."""


class Result(models.Model):
    """One result as it came in; taken in by the background, then its bytes are dropped."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="results")
    content_sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    sealed = models.BinaryField()
    """The bytes, encrypted like an original; empty when it is done."""
    hostname = models.CharField(max_length=100, blank=True)
    """Of the PC whose token it came with; for reports that name none."""
    via = models.CharField(max_length=10)
    received_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    lease = models.CharField(max_length=32, default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    checked = models.ForeignKey(
        Check, models.SET_NULL, null=True, blank=True, related_name="results"
    )
    """The worst of what was in it."""
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "content_sha256"], name="one_result_of_a_content"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
