"""What background work does for one case: who leaked, notices that are sent, exercises."""

from typing import ClassVar, Final

from django.db import models

from kakekomi.desk.cases.models import Case, TraceResult
from kakekomi.notice.record import How, State

OF_A_CASE: Final = "case__organization"
"""By which scope finds whose a row is."""


class CaseRun(models.Model):
    """A job that reads files of a case: what it was asked, and what came of it."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    job = models.OneToOneField("work.Job", models.CASCADE, related_name="run")
    case = models.ForeignKey(Case, models.CASCADE, related_name="runs")
    files = models.JSONField(default=list)
    """Role, name and original of each, as they were when it was asked."""
    options = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    """Empty until it is done."""
    result = models.ForeignKey(
        TraceResult, models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.job_id} {self.case_id}"


class Dispatch(models.Model):
    """A notice as a manager let it go out: text and recipients, never changed afterwards."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="dispatches")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    notice = models.TextField()
    """``kakekomi.notice/1``."""
    digest = models.CharField(max_length=64)
    recipients = models.PositiveIntegerField()
    round = models.PositiveIntegerField(default=1)
    """Within a round nobody is told twice, however often the text is changed."""
    is_exercise = models.BooleanField(default=False)
    """Nothing is sent; the record says as much."""
    is_stopped = models.BooleanField(default=False)
    trouble = models.TextField(default="", blank=True)
    """Why it does not go on: what the server said."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When nobody was left to be sent to."""
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "digest", "round"], name="one_dispatch_of_a_notice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class NoticeEvent(models.Model):
    """One thing that happened to somebody's notice; rows are only added."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="notice_events")
    kind = models.CharField(max_length=20)
    round = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    address = models.CharField(max_length=254)
    """In its one form; of whoever has none, the name."""
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in State])
    how = models.CharField(max_length=12, choices=[(one.value, one.value) for one in How])
    by = models.CharField(max_length=150, blank=True)
    message_id = models.CharField(max_length=400, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["case", "kind", "round", "address", "id"]),
            models.Index(fields=["message_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.state}"


class Drill(models.Model):
    """An exercise that a case was made from; its answers are opened at the end."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.OneToOneField(Case, models.CASCADE, related_name="drill")
    drill_id = models.CharField(max_length=40)
    answers = models.TextField()
    """Sealed, as the exercise has them."""
    started_at = models.DateTimeField(null=True, blank=True)
    """When people were told to begin; until then nothing counts."""
    ended_at = models.DateTimeField(null=True, blank=True)
    loaded_by = models.CharField(max_length=150)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.drill_id


class DrillMaterial(models.Model):
    """A file of an exercise that people take in hand when they come to it."""

    ORGANIZATION_PATH: ClassVar[str] = "drill__case__organization"

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=10)
    """pc, received, reported or archive."""
    name = models.CharField(max_length=255)
    original = models.CharField(max_length=64)
    taken_by = models.CharField(max_length=150, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class DrillNaming(models.Model):
    """Which mailbox somebody thinks has leaked; the last word counts."""

    ORGANIZATION_PATH: ClassVar[str] = "drill__case__organization"

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="namings")
    mailbox = models.CharField(max_length=254)
    said_by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.mailbox
