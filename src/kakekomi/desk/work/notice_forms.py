"""What people enter about the recipients of notices and about who was told."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator

from kakekomi.desk.cases.forms import MAX_CSV_BYTES
from kakekomi.desk.checks.forms import FilesField
from kakekomi.desk.house.words import word
from kakekomi.notice.record import How
from kakekomi.notice.settle import Settle

MAX_BOUNCE_BYTES: Final = 30 * 1024 * 1024
"""Of returned mails at a time: some thousands."""

DAYS: Final = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2199, 12, 31)))
"""Of a period: mail is not older, and the day behind the last one of the calendar is none."""

OTHER_WAYS: Final = (How.TELEPHONE, How.PAPER, How.FAX, How.IN_PERSON, How.WEB, How.CHAT)
"""By which people are told; a mail is written down when it is sent."""


class Worded(forms.Form):
    """Labels of all fields in the reader's language."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.label = word(f"work.notice.field.{name}")


class PeriodForm(Worded):
    """Whose mail, and of when, teaches whom to tell."""

    mailboxes = forms.CharField(max_length=4000, required=False)
    since = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=DAYS
    )
    until = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=DAYS
    )

    def options(self) -> dict[str, object]:
        """As the job keeps them."""
        data = self.cleaned_data
        written = data["mailboxes"].replace("、", " ").replace(",", " ").split()
        return {
            "mailboxes": list(dict.fromkeys(written)),
            "since": data["since"].isoformat() if data["since"] else None,
            "until": data["until"].isoformat() if data["until"] else None,
        }


class ListForm(Worded):
    """An address list."""

    list_file = forms.FileField(max_length=1000)

    def clean_list_file(self) -> bytes:
        """The content, if it is not too large."""
        file: UploadedFile[Any] = self.cleaned_data["list_file"]
        if (file.size or 0) > MAX_CSV_BYTES * 10:
            limit = MAX_CSV_BYTES * 10 // 2**20
            raise forms.ValidationError(word("work.notice.too_large", limit=limit))
        return bytes(file.read())


class OneForm(Worded):
    """One recipient by hand."""

    address = forms.EmailField(max_length=254)
    person = forms.CharField(max_length=200, required=False)


class ToldForm(Worded):
    """Somebody was told by another way than mail."""

    whom = forms.CharField(max_length=254)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["how"] = forms.ChoiceField(
            choices=[(how.value, word(f"work.notice.how.{how.value}")) for how in OTHER_WAYS],
            label=word("work.notice.field.how"),
        )


class BouncesForm(Worded):
    """Mails that came back."""

    bounces = FilesField(max_length=1000)

    def clean_bounces(self) -> "list[UploadedFile[Any]]":
        """The files, if they are not too large together."""
        files: list[UploadedFile[Any]] = self.cleaned_data["bounces"]
        if sum(file.size or 0 for file in files) > MAX_BOUNCE_BYTES:
            limit = MAX_BOUNCE_BYTES // 2**20
            raise forms.ValidationError(word("work.notice.too_large", limit=limit))
        return files


class LogForm(Worded):
    """What the mail server wrote down."""

    server_log = forms.FileField(max_length=1000)

    def clean_server_log(self) -> "UploadedFile[Any]":
        """The file, if it is not too large."""
        file: UploadedFile[Any] = self.cleaned_data["server_log"]
        if (file.size or 0) > MAX_BOUNCE_BYTES:
            limit = MAX_BOUNCE_BYTES // 2**20
            raise forms.ValidationError(word("work.notice.too_large", limit=limit))
        return file


class SettleForm(forms.Form):
    """What somebody found out about a mail in doubt."""

    address = forms.CharField(max_length=254)
    is_sent = forms.ChoiceField(choices=[(Settle.SENT, ""), (Settle.AGAIN, "")])
