"""What people state for the notices of a case, and the text that they make of it."""

from typing import Any, Final

from django import forms

from kakekomi.desk.cases.forms import Labelled
from kakekomi.notice.statement import Statement

MAX_TEXT_CHARS: Final = 20_000
"""Of a notice: ten pages, which nobody reads."""


LISTS: Final = ("information", "spoof_marks", "measures")
"""Facts of several lines."""


def _lines() -> forms.CharField:
    return forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class StatementForm(Labelled):
    """What the case cannot prove: whom to call, from where it is sent, how we send files."""

    telephone = forms.CharField(max_length=40, required=False)
    contact = forms.CharField(max_length=200, required=False)
    page_url = forms.URLField(max_length=300, required=False, assume_scheme="https")
    sender_address = forms.EmailField(required=False)
    attachment_policy = forms.CharField(max_length=300, required=False)
    information = _lines()
    spoof_marks = _lines()
    measures = _lines()
    next_report_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    @classmethod
    def of(cls, stated: Statement) -> "StatementForm":
        """The form with what was stated before."""
        values: dict[str, Any] = {name: getattr(stated, name) for name in cls.base_fields}
        return cls(initial=values | {name: "\n".join(values[name]) for name in LISTS})

    def stated(self) -> dict[str, object]:
        """What was stated, as it is stored; what was left empty is left out."""
        data = self.cleaned_data
        next_on = data["next_report_on"]
        values: dict[str, object] = {
            **data,
            **{
                name: [line.strip() for line in data[name].splitlines() if line.strip()]
                for name in LISTS
            },
            "next_report_on": next_on.isoformat() if next_on else None,
        }
        return {name: value for name, value in values.items() if value}


class TextForm(Labelled):
    """A notice in words, its first line the subject."""

    notice_text = forms.CharField(
        max_length=MAX_TEXT_CHARS, widget=forms.Textarea(attrs={"rows": 24})
    )
