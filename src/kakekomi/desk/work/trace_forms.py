"""Forms for the mails that are compared."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kakekomi.desk.cases.models import FileRole
from kakekomi.desk.checks.forms import MAX_FILES, FilesField
from kakekomi.desk.checks.service import MAX_UPLOAD_BYTES
from kakekomi.desk.house.words import word


class RoleForm(forms.Form):
    """What files are to the question."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(role.value, word(f"work.trace.role.{role.value}")) for role in FileRole]
        self.fields["role"] = forms.ChoiceField(
            choices=choices, label=word("work.trace.role_field")
        )
        self.order_fields(["role"])

    @property
    def role(self) -> FileRole:
        """As chosen."""
        return FileRole(self.cleaned_data["role"])


class FilesForm(RoleForm):
    """Files of mails that are handed in."""

    file = FilesField(max_length=1000)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["file"].label = word("work.trace.file")
        limit = MAX_UPLOAD_BYTES // (1024 * 1024)
        self.fields["file"].help_text = word("work.trace.file_help", limit=limit)

    def clean_file(self) -> "list[UploadedFile[Any]]":
        """The files, if they are not too large together."""
        files: list[UploadedFile[Any]] = self.cleaned_data["file"]
        if sum(file.size or 0 for file in files) > MAX_UPLOAD_BYTES or len(files) > MAX_FILES:
            limit = MAX_UPLOAD_BYTES // (1024 * 1024)
            raise forms.ValidationError(word("work.trace.too_large", limit=limit))
        return files


class ChosenForm(RoleForm):
    """Files that the case has already."""

    def __init__(self, choices: list[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["checks"] = forms.MultipleChoiceField(
            choices=choices,
            label=word("work.trace.checks"),
            widget=forms.CheckboxSelectMultiple,
        )
