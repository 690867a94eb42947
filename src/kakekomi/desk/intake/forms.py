"""What people enter about tokens."""

from django import forms

from kakekomi.desk.house.words import word


class ProgramForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(max_length=100)

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.label_suffix = ""
        self.fields["name"].label = word("intake.program_name")
