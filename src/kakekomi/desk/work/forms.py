"""The form by which a knowledge pack is handed in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kakekomi.desk.house.words import word
from kakekomi.packs.sign import MAX_PACK_BYTES


class PackForm(forms.Form):
    """A built pack."""

    file = forms.FileField(max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = word("work.packs.file")
        self.fields["file"].help_text = word("work.packs.file_help")

    def clean_file(self) -> bytes:
        """The content, if it is not too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_PACK_BYTES:
            limit = MAX_PACK_BYTES // (1024 * 1024)
            raise forms.ValidationError(word("work.packs.too_large", limit=limit))
        return bytes(file.read())
