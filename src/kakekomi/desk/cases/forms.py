"""What people enter about a case."""

from typing import Any, Final

from django import forms
from django.db.models import Model

from kakekomi.check.visible import visible
from kakekomi.desk.cases.deadlines import Item, Question
from kakekomi.desk.cases.models import Account, EvidenceItem, NoticeSent, Partner, Pc, Person
from kakekomi.desk.cases.service import MAX_HOSTNAME_CHARS
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.house.words import word

MAX_CSV_BYTES: Final = 1024 * 1024
"""Of a list of PCs or partners: ten thousand lines."""

PLATFORMS: Final = ("windows", "darwin", "linux", "ios", "android")
ACCOUNT_KINDS: Final = ("mail", "windows", "browser_saved", "vpn", "cloud", "bank", "card")
NOTICE_KINDS: Final = ("partners", "sender", "affected", "public", "telephone", "internal")
PERSON_ROLES: Final = ("employee", "administrator", "manager", "vendor")
MAX_ITEM_CHARS: Final = 4_000
"""Of one item of the report: two pages."""
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


class JournalForm(Labelled):
    """What ``respond`` wrote down, and about which PC if it does not say."""

    file = forms.FileField()
    pc = OneOf(Pc.objects.none(), required=False)


class LoginForm(Labelled):
    """By which login somebody of the case signs in; none takes it away."""

    person = OneOf(Person.objects.none())
    login = OneOf(User.objects.none(), required=False)


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
    """When it became known, and what decides whether a report may be due."""

    known_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for question in Question:
            self.fields[question] = forms.ChoiceField(
                choices=_choices("said", ("unknown", "yes", "no")),
                label=word(f"cases.question.{question}"),
                initial="yes" if question is Question.WRONGFUL else "unknown",
            )

    def answers(self) -> dict[Question, str]:
        """What was chosen for each question."""
        return {question: self.cleaned_data[question] for question in Question}


class PersonForm(Labelled):
    """Somebody of the organization."""

    person_name = forms.CharField(max_length=100)
    address = forms.EmailField(required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["role"] = forms.ChoiceField(
            choices=_choices("role", PERSON_ROLES), label=word("cases.field.role")
        )

    def person(self) -> Person:
        """The person as entered."""
        data = self.cleaned_data
        return Person(name=data["person_name"], role=data["role"], address=data["address"])


class PartnerForm(Labelled):
    """Somebody outside."""

    partner_name = forms.CharField(max_length=200)
    address = forms.EmailField(required=False)

    def partner(self) -> Partner:
        """The partner as entered."""
        data = self.cleaned_data
        return Partner(name=data["partner_name"], address=data["address"].lower())


class EventForm(Labelled):
    """What happened, for the timeline."""

    happened_at = forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    happened = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class EvidenceForm(Labelled):
    """Something that is kept, by its digest."""

    evidence_name = forms.CharField(max_length=255)
    sha256 = forms.RegexField(r"^[0-9A-Fa-f]{64}$", max_length=64)
    """Takes 64 hexadecimal digits; refuses an MD5 of 32."""
    place = forms.CharField(max_length=255)
    pc = OneOf(Pc.objects.none(), required=False)

    def item(self) -> EvidenceItem:
        """The item as entered."""
        data = self.cleaned_data
        return EvidenceItem(
            name=data["evidence_name"],
            sha256=data["sha256"].lower(),
            place=data["place"],
            pc=data["pc"],
        )


class OrganizationForm(Labelled):
    """What the ledger has to know of the organization."""

    pcs_total = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    own_domains = forms.CharField(max_length=1000, required=False)

    def domains(self) -> list[str]:
        """Each once, in lower case, in the order in which they were written."""
        written = self.cleaned_data["own_domains"].replace("、", " ").replace(",", " ").split()
        return list(dict.fromkeys(one.lstrip("@").lower() for one in written))


class ReceiptForm(Labelled):
    """Whose answers on the portal are taken into the case."""

    receipt = forms.CharField(max_length=20)
    person = OneOf(Person.objects.none(), required=False)


class ReportForm(Labelled):
    """The nine items of the leak report."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for item in Item:
            self.fields[item] = forms.CharField(
                required=False,
                max_length=MAX_ITEM_CHARS,
                label=word(f"cases.draft.{item}"),
                widget=forms.Textarea(attrs={"rows": 4}),
            )
