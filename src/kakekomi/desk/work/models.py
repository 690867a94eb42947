"""The ledger of background work, and what that work brings forth."""

from typing import ClassVar

from django.db import models

from kakekomi.desk.checks.models import Check
from kakekomi.desk.work.case_models import (
    CaseRun,
    Dispatch,
    Drill,
    DrillMaterial,
    DrillNaming,
    NoticeEvent,
)

__all__ = [
    "CaseRun",
    "Dispatch",
    "Drill",
    "DrillMaterial",
    "DrillNaming",
    "Job",
    "Kind",
    "LinkCheck",
    "LoadedPack",
    "MailState",
    "NoticeEvent",
    "Outgoing",
    "State",
    "VerdictChange",
]


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Given up after several attempts; a person has to look."""


class Kind(models.TextChoices):
    """What a job does."""

    REJUDGE = "rejudge"
    MAIL = "mail"
    LINKS = "links"
    TRACE = "trace"
    """Whose mailbox was robbed."""
    PEOPLE = "people"
    """Whom the affected mailboxes wrote with."""
    NOTICE = "notice"
    """Send an approved notice."""
    DRILL = "drill"
    """Make an exercise."""


class Job(models.Model):
    """One piece of background work; its row is the truth, the task queue only wakes somebody up."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=200, unique=True)
    """The same work asked for twice has the same key and is done once."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    lease = models.CharField(max_length=32, default="", blank=True)
    """Name of who works on it; only they may write progress."""
    lease_until = models.DateTimeField(null=True, blank=True)
    """After that anybody may take it over. Of a waiting job: not to be taken before."""
    attempts = models.PositiveIntegerField(default=0)
    """Since progress was last made."""
    cursor = models.BigIntegerField(default=0)
    """Everything up to here is done; written in the transaction of the work itself."""
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    trouble = models.TextField(default="", blank=True)
    """What went wrong last."""
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

    @property
    def percent(self) -> int:
        """How far it is; 100 only at the end."""
        if self.state == State.DONE:
            return 100
        return min(self.done * 100 // self.total, 99) if self.total else 0


class LoadedPack(models.Model):
    """A knowledge pack that was handed in and is signed by a trusted key."""

    pack_id = models.CharField(max_length=100)
    version = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    """The built file, so that a backup of the database holds it."""
    key_id = models.CharField(max_length=16)
    loaded_by = models.CharField(max_length=200)
    loaded_at = models.DateTimeField(auto_now_add=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_current_pack",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.version}"


class VerdictChange(models.Model):
    """A check whose verdict is another one since a pack was loaded."""

    ORGANIZATION_PATH: ClassVar[str] = "checked__organization"

    job = models.ForeignKey(Job, models.CASCADE, related_name="changes")
    checked = models.ForeignKey(Check, models.CASCADE, related_name="changes")
    pack_id = models.CharField(max_length=100)
    pack_version = models.CharField(max_length=100)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checked", "pack_id", "pack_version"], name="one_change_a_pack"
            )
        ]

    def __str__(self) -> str:
        return f"{self.checked_id} {self.before} {self.after}"


class MailState(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    """Handed to the server; if nothing more is known, it may or may not have gone."""
    SENT = "sent"
    UNSURE = "unsure"
    """The sender died in between. A person decides: nothing is sent twice by itself."""
    FAILED = "failed"


class Outgoing(models.Model):
    """A mail to one person."""

    ORGANIZATION_PATH: ClassVar[str] = "organization"

    key = models.CharField(max_length=400, unique=True)
    """Says what it is about and to whom: the same is never queued twice."""
    organization = models.ForeignKey(
        "house.Organization", models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(max_length=254)
    subject_line = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    trouble = models.TextField(default="", blank=True)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class LinkCheck(models.Model):
    """Whether a source of the pack was still there when it was last asked."""

    url = models.URLField(max_length=2000, unique=True)
    source = models.CharField(max_length=100)
    state = models.CharField(max_length=12)
    """ok, moved, gone, forbidden, unreachable or refused."""
    status = models.PositiveIntegerField(null=True, blank=True)
    moved_to = models.TextField(default="", blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["source"]

    def __str__(self) -> str:
        return f"{self.url} {self.state}"
