"""What can be filled in without an account."""

from django import forms

from kakekomi.desk.house.words import word
from kakekomi.desk.portal.number import MAX_TYPED_CHARS, typed

MAX_TEXT_CHARS = 8_000
"""Of an enquiry: four pages, more than anybody reads while others wait."""


class NumberForm(forms.Form):
    """A receipt number as people type it."""

    number = forms.CharField(
        max_length=MAX_TYPED_CHARS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """Its digits, if there is no slip in them."""
        number = typed(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(word("portal.receipt.slip"))
        return number


class EnquiryForm(forms.Form):
    """A question to the desk."""

    question = forms.CharField(max_length=500)
    text = forms.CharField(required=False, max_length=MAX_TEXT_CHARS, widget=forms.Textarea)
    contact = forms.CharField(required=False, max_length=500)
    receipt = forms.CharField(
        required=False,
        max_length=MAX_TYPED_CHARS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    faq = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    check_token = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("question", "text", "contact", "receipt"):
            self.fields[name].label = word(f"portal.ask.{name}")
            self.fields[name].help_text = word(f"portal.ask.{name}_help")

    def clean_receipt(self) -> str:
        """Its digits; empty if none was given."""
        given = self.cleaned_data["receipt"].strip()
        number = typed(given)
        if given and number is None:
            raise forms.ValidationError(word("portal.receipt.slip"))
        return number or ""
