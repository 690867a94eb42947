"""The form by which something is handed in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kakekomi.desk.checks.service import MAX_UPLOAD_BYTES
from kakekomi.desk.house.words import word

MAX_PASSWORDS = 20
"""Tried on what is shut; each costs time, and a mail gives one or two."""

MAX_PASSWORD_CHARS = 255
"""No archive takes longer ones that anybody would write in a mail."""


MAX_FILES = 100
"""At once: as many as are checked of a packed folder, and hardly fewer than pages of codes."""


class FilesInput(forms.ClearableFileInput):
    """Lets several files be chosen: the pages of a result, the mails of a morning."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """All of them."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files or [None]]


class DropForm(forms.Form):
    """A file or several, and what helps to open them."""

    file = FilesField(max_length=1000, allow_empty_file=True)
    passwords = forms.CharField(
        required=False,
        max_length=MAX_PASSWORDS * MAX_PASSWORD_CHARS,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    own_domain = forms.CharField(
        required=False, max_length=253, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    is_kept = forms.BooleanField(required=False)

    def clean_file(self) -> "list[UploadedFile[Any]]":
        """The files, if they are not too large together."""
        files: list[UploadedFile[Any]] = self.cleaned_data["file"]
        if sum(file.size or 0 for file in files) > MAX_UPLOAD_BYTES:
            limit = MAX_UPLOAD_BYTES // (1024 * 1024)
            raise forms.ValidationError(word("checks.drop.too_large", limit=limit))
        if len(files) > MAX_FILES:
            raise forms.ValidationError(word("checks.drop.too_many", limit=MAX_FILES))
        return files

    def clean_passwords(self) -> tuple[str, ...]:
        """One a line; blanks may belong to a password, so only line ends are taken off."""
        lines = self.cleaned_data["passwords"].splitlines()
        return tuple(line[:MAX_PASSWORD_CHARS] for line in lines if line)[:MAX_PASSWORDS]

    def clean_own_domain(self) -> tuple[str, ...]:
        """What stands behind the @, if anything."""
        domain = self.cleaned_data["own_domain"].strip().rpartition("@")[2].lower()
        return (domain,) if domain else ()
