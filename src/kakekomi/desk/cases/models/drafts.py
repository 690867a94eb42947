"""What people bring and write beside the record: the report's items, notices, who leaked."""

from typing import ClassVar

from django.db import models

from kakekomi.desk.cases.models.case import OF_A_CASE, Case
from kakekomi.packs.model import Language


class ReportItem(models.Model):
    """What people wrote under one of the nine items of the leak report."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="report_items")
    item = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    said_by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "item"], name="one_text_of_an_item")
        ]

    def __str__(self) -> str:
        return self.item


class NoticeDraft(models.Model):
    """A notice before it goes out; what is changed after the approval has to be approved again."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="notice_drafts")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    text = models.TextField()
    """Its first line is the subject."""
    changed_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind", "language"], name="one_draft_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class TraceResult(models.Model):
    """Whose mailbox the forged mails were made from, as the command ``trace`` found out."""

    ORGANIZATION_PATH: ClassVar[str] = OF_A_CASE

    case = models.ForeignKey(Case, models.CASCADE, related_name="trace_results")
    document = models.TextField()
    """``kakekomi.trace/1`` as it was handed in, or as it was made here in Japanese."""
    document_en = models.TextField(blank=True)
    """The same in English, if it was made here."""
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.case} {self.added_at:%Y-%m-%d}"

    def json_in(self, language: Language) -> str:
        """The document in that language, as far as there is one."""
        return self.document if language is Language.JA else self.document_en or self.document
