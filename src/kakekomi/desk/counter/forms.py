"""What operators fill in."""

from typing import Any, Final

from django import forms

from kakekomi.desk.counter.models import DeskAnnouncement, Edition, Rung, TextKind
from kakekomi.desk.counter.texts import MAX_BODY_CHARS
from kakekomi.desk.house.words import word
from kakekomi.guide.library import Severity

MAX_ANSWER_CHARS: Final = 8_000
"""Of an answer: four pages, as long as a question may be."""

MAX_SOURCES: Final = 20
"""Of one text."""


class WorkedForm(forms.Form):
    """A form whose labels stand in the words of its page."""

    page = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            field.label = word(f"counter.{self.page}.{name}")


class AnswerForm(WorkedForm):
    """An answer to one enquiry, or to a wave."""

    page = "answer"
    text = forms.CharField(
        max_length=MAX_ANSWER_CHARS, widget=forms.Textarea(attrs={"rows": 12, "lang": ""})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class WarnForm(WorkedForm):
    """What partners of those in a wave are told."""

    page = "warn"
    text = forms.CharField(max_length=MAX_ANSWER_CHARS, widget=forms.Textarea(attrs={"rows": 6}))


class EscalateForm(WorkedForm):
    """To which rung, and what whoever stands there should know."""

    page = "escalate"
    rung = forms.ChoiceField()
    note = forms.CharField(
        required=False, max_length=MAX_ANSWER_CHARS, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rung: Any = self.fields["rung"]
        rung.choices = [(one.value, word(f"counter.rung.{one.value}")) for one in Rung]


def _sources(text: str) -> list[str]:
    return [part for part in text.replace(",", " ").split() if part][:MAX_SOURCES]


DATE: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AnnouncementForm(WorkedForm):
    """An announcement in both languages."""

    page = "announcement"
    severity = forms.ChoiceField()
    valid_from = forms.DateField(widget=DATE)
    valid_until = forms.DateField(required=False, widget=DATE)
    title_ja = forms.CharField(max_length=200)
    body_ja = forms.CharField(
        max_length=MAX_BODY_CHARS, widget=forms.Textarea(attrs={"rows": 8, "lang": "ja"})
    )
    title_en = forms.CharField(max_length=200)
    body_en = forms.CharField(
        max_length=MAX_BODY_CHARS, widget=forms.Textarea(attrs={"rows": 8, "lang": "en"})
    )
    sources = forms.CharField(max_length=1000)
    checked_at = forms.DateField(widget=DATE)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        severity: Any = self.fields["severity"]
        severity.choices = [(one.value, word(f"counter.severity.{one.value}")) for one in Severity]

    def clean_sources(self) -> list[str]:
        """Ids or addresses, with blanks between them."""
        return _sources(self.cleaned_data["sources"])

    def clean(self) -> dict[str, Any]:
        """An end before the beginning is a slip."""
        told = super().clean() or {}
        begins, ends = told.get("valid_from"), told.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", word("counter.announcement.ends_before"))
        return told

    @classmethod
    def of(cls, row: DeskAnnouncement) -> "AnnouncementForm":
        """Filled with what is stored."""
        names = [name for name in cls.base_fields if name != "sources"]
        known = {name: getattr(row, name) for name in names}
        return cls(initial={**known, "sources": " ".join(row.sources)})


class EditionForm(WorkedForm):
    """A text of the pack, written anew."""

    page = "edition"
    title = forms.CharField(max_length=200, required=False)
    body = forms.CharField(max_length=MAX_BODY_CHARS, widget=forms.Textarea(attrs={"rows": 20}))
    sources = forms.CharField(max_length=1000)
    checked_at = forms.DateField(widget=DATE)
    note = forms.CharField(max_length=300)

    def __init__(self, kind: TextKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is TextKind.STEP:
            del self.fields["title"]
        else:
            self.fields["title"].required = True

    def clean_sources(self) -> list[str]:
        """Ids or addresses, with blanks between them."""
        return _sources(self.cleaned_data["sources"])

    def draft(self, kind: TextKind, ref: str, language: str) -> Edition:
        """The version that was filled in."""
        told = self.cleaned_data
        return Edition(
            kind=kind,
            ref=ref,
            language=language,
            title=told.get("title", ""),
            body=told["body"],
            note=told["note"],
        )
