"""What people enter about a case."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db.models import Model

from kakekomi.check.visible import visible
from kakekomi.desk.cases.models import Account, NoticeSent, Partner, Pc
from kakekomi.desk.cases.service import MAX_HOSTNAME_CHARS
from kakekomi.desk.house.models import Organization
from kakekomi.desk.house.words import word

MAX_CSV_BYTES: Final = 1024 * 1024
"""Of a list of PCs: ten thousand lines."""

MAX_UPLOAD_BYTES: Final = 64 * 1024 * 1024

PLATFORMS: Final = ("windows", "darwin", "linux", "ios", "android")
ACCOUNT_KINDS: Final = ("mail", "windows", "browser_saved", "vpn", "cloud", "bank", "card")
NOTICE_KINDS: Final = ("partners", "sender", "affected", "public", "telephone", "internal")
WAYS: Final = ("mail", "telephone", "paper", "web", "in_person")


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among rows whose names come from outside."""

    def label_from_instance(self, obj: Model) -> str:
        """The name with control and right-to-left characters made visible."""
        return visible(str(obj))


class Labelled(forms.Form):
    """Labels of all fields in the reader's language."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.label = word(f"cases.field.{name}")


def _choices(family: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, word(f"cases.{family}.{value}")) for value in values]


class CaseForm(Labelled):
    """A new case."""

    organization = OneOf(Organization.objects.none())
    title = forms.CharField(max_length=200)
    receipt = forms.CharField(max_length=20, required=False)


class PcForm(Labelled):
    """One PC."""

    hostname = forms.CharField(max_length=MAX_HOSTNAME_CHARS)
    user_name = forms.CharField(max_length=100, required=False)
    platform = forms.ChoiceField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["platform"] = forms.ChoiceField(
            choices=_choices("platform", PLATFORMS), label=word("cases.field.platform")
        )

    def pc(self) -> Pc:
        """The PC as entered."""
        return Pc(
            hostname=self.cleaned_data["hostname"].strip(),
            platform=self.cleaned_data["platform"],
        )


class FileForm(Labelled):
    """A result, a snapshot, a mail, or a list."""

    file = forms.FileField()


class AccountForm(Labelled):
    """One account; never a password."""

    kind = forms.ChoiceField()
    identifier = forms.CharField(max_length=200)
    pc = OneOf(Pc.objects.none(), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"] = forms.ChoiceField(
            choices=_choices("account_kind", ACCOUNT_KINDS), label=word("cases.field.kind")
        )

    def account(self) -> Account:
        """The account as entered."""
        return Account(
            kind=self.cleaned_data["kind"],
            identifier=self.cleaned_data["identifier"],
            pc=self.cleaned_data["pc"],
        )


class NoticeForm(Labelled):
    """That somebody was told."""

    notice_kind = forms.ChoiceField()
    how = forms.ChoiceField()
    whom = forms.CharField(max_length=254, required=False)
    partner = OneOf(Partner.objects.none(), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["notice_kind"] = forms.ChoiceField(
            choices=_choices("notice_kind", NOTICE_KINDS), label=word("cases.field.notice_kind")
        )
        self.fields["how"] = forms.ChoiceField(
            choices=_choices("way", WAYS), label=word("cases.field.how")
        )

    def notice(self) -> NoticeSent:
        """The notice as entered."""
        return NoticeSent(
            kind=self.cleaned_data["notice_kind"],
            how=self.cleaned_data["how"],
            whom=self.cleaned_data["whom"],
            partner=self.cleaned_data["partner"],
        )


class ClockForm(Labelled):
    """When it became known, and whether an intrusion is possible."""

    known_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    is_wrongful = forms.BooleanField(required=False)


def pcs_of_csv(data: bytes) -> Iterator[Pc]:
    """PCs of a list with a host name in the first column, UTF-8 or the Windows code page.

    A first line without any name of a PC in it (``PC名``, ``hostname``) is a heading.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932", errors="replace")
    for number, line in enumerate(csv.reader(io.StringIO(text))):
        hostname = line[0].strip() if line else ""
        if not hostname or (number == 0 and hostname.lower() in HEADINGS):
            continue
        yield Pc(hostname=hostname[:MAX_HOSTNAME_CHARS])


HEADINGS: Final = frozenset(
    {
        "pc",
        "pc名",
        "hostname",
        "host",
        "name",
        "コンピューター名",
        "コンピュータ名",
        "ホスト名",
        "端末名",
    }
)
"""What stands above the column in lists that people keep."""
