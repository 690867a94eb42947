"""What somebody tries who wants in, to see more, or to have others' browsers do something."""

import csv
import itertools
import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils import timezone
from django.utils.html import escape

from desk.conftest import ClientOf, make_user
from desk.house.test_crossing import PAGES, addresses
from desk.house.test_every_view import _patterns
from kakekomi.desk.cases import service
from kakekomi.desk.cases.demo import make_demo
from kakekomi.desk.cases.models import Case
from kakekomi.desk.checks.models import Check
from kakekomi.desk.checks.service import check_upload
from kakekomi.desk.counter.models import DeskAnnouncement, Edition, Wave
from kakekomi.desk.house.models import Organization, Role, User, Visit
from kakekomi.desk.house.throttle import source_of
from kakekomi.desk.intake import openapi
from kakekomi.desk.intake.models import ProgramToken, digest_of
from kakekomi.desk.portal.models import Enquiry, Receipt
from kakekomi.desk.portal.views.receipts import MAX_GUESSES
from kakekomi.drill.mail import Attachment, make_mail

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
SECRET = "a long enough secret"  # made up
MARK = "zqx"
HOSTILE = f"\"'><img src={MARK}><script>{MARK}(1)</script>=1+1\u202e"
"""In every text that people or mails bring."""

HOSTILE_MAIL = make_mail(
    HOSTILE,
    subject=HOSTILE,
    sender=f"{HOSTILE} <a@partner.example>",
    html=f"<a href='https://x.example/{HOSTILE}'>{HOSTILE}</a>",
    attachments=[Attachment(name=f"{HOSTILE}.docm", data=b"x")],
)

LIVE = re.compile(rf"<(?:img|script)[^>]*{MARK}|<script>{MARK}|=\"[^\"]*\"'><img")
"""Takes ``<img src=zqx>``; refuses ``&lt;img src=zqx&gt;``."""

OURS = frozenset(
    "address batch contact_sha256 content_sha256 digest facts_sha256 form inner kind key language "
    "level lease number original pack_id pack_version password platform previous proof question "
    "ref role rung severity sha256 source stage state status step subject target token tool url "
    "value verdict via how item faq mailbox drill_id message_id document document_en notice "
    "answers action username email".split()
)
"""Columns that hold names of ours, checked where they come in; hostile ones are no stored text."""


def free_texts() -> Iterator[tuple[type[models.Model], list[str]]]:
    """By table: columns that hold words of people or of mails."""
    for app in settings.OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            fields = [
                field
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
                and not field.choices
                and not field.unique
                and field.name not in OURS
            ]
            names = [one.name for one in fields if (one.max_length or 999) >= 2 * len(HOSTILE)]
            if names and model._meta.label_lower != "house.auditentry":
                yield model, names


def test_what_would_run_is_told_from_what_is_shown() -> None:
    assert LIVE.search(f"<p>{HOSTILE}</p>")
    assert LIVE.search(f'<a title="{HOSTILE}">')
    assert not LIVE.search(f"<p>{escape(HOSTILE)}</p>")


def test_the_tables_that_hold_words_of_people_are_found() -> None:
    found = {model._meta.label_lower: set(names) for model, names in free_texts()}

    assert {"cases.person", "cases.pc", "portal.enquiry", "checks.check"} <= set(found)
    assert {"text", "contact", "answer"} <= found["portal.enquiry"]


def test_words_of_others_run_nowhere(client_of: ClientOf) -> None:
    """Every text of the demo is hostile now; every page of everybody is looked at."""
    list(make_demo())
    receipt = Receipt.objects.create(started_at=timezone.now())
    receipt.enquiries.create(question="?", text="x", answer="x", answered_at=timezone.now())
    receipt.checks.add(check_upload(HOSTILE_MAIL, HOSTILE))
    today = timezone.localdate()
    DeskAnnouncement.objects.create(valid_from=today, checked_at=today, stage="published")
    for model, names in free_texts():
        for row in model._default_manager.all():
            row.__dict__.update(dict.fromkeys(names, f"{HOSTILE}{row.pk}"))
            row.save(update_fields=names)
    for user in User.objects.filter(username__startswith="demo-"):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    seen: set[str] = set()
    wrong: list[str] = []
    for login in ("demo-lead", "demo-admin", "demo-manager", "demo-employee"):
        client = client_of(User.objects.get(username=login))
        for path in _all_addresses():
            answer = client.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode("utf-8", "replace")
            seen |= {resolve(path).view_name} if MARK in text else set()
            if "html" in answer.get("Content-Type", "") and LIVE.search(text):
                wrong.append(path)

    assert sorted(set(wrong)) == []
    assert {
        "cases:index",
        "cases:case",
        "cases:manager",
        "cases:paper",
        "checks:verdict",
        "counter:queue",
        "counter:enquiry",
        "counter:announcement",
        "portal:announcements",
        "portal:receipt",
    } <= seen


def _all_addresses() -> list[str]:
    kinds = (Case, Organization, Enquiry, Wave, DeskAnnouncement, Edition)
    numbers = dict.fromkeys(
        str(kind._default_manager.latest("pk").pk)
        for kind in kinds
        if kind._default_manager.exists()
    )
    found = [itertools.islice(addresses(name, tuple(numbers)), 20) for name in PAGES]
    receipts = [f"/receipt/{one.number}/" for one in Receipt.objects.all()]
    verdicts = [f"/check/{one.token}/" for one in Check.objects.all()[:20]]
    return list(
        dict.fromkeys([*itertools.chain(*found), "/", "/announcements/", *receipts, *verdicts])
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_list_for_a_spreadsheet_holds_no_formula(
    start: str, organization: Organization, administrator: User, client_of: ClientOf
) -> None:
    case = service.open_case(organization, "x", administrator)
    name = f"{start}cmd|'/C calc'!A0"
    case.partners.create(name=name, address="a@partner.example")
    answer = client_of(administrator).get(f"/cases/{case.pk}/partners/not-told.csv")
    cells = [
        cell for row in csv.reader(answer.content.decode("utf-8-sig").splitlines()) for cell in row
    ]

    assert any("calc" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip()[:1] in set("=+-@")] == []


# Guessing


def test_who_guesses_receipts_sees_none_not_even_one_that_is_there() -> None:
    receipt = Receipt.objects.create(started_at="2022-03-01T00:00Z")
    guesser, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    codes = [guesser.get(f"/receipt/{number:014}/").status_code for number in range(MAX_GUESSES)]

    assert set(codes) == {404}
    assert guesser.get(f"/receipt/{receipt.number}/").status_code == 429
    assert guesser.post(f"/receipt/{receipt.number}/done/").status_code == 429
    assert other.get(f"/receipt/{receipt.number}/").status_code == 200


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_addresses_that_one_user_has_by_the_million_count_as_one(
    address: str, source: str, rf: object
) -> None:
    request = rf.get("/", REMOTE_ADDR=address)  # type: ignore[attr-defined]

    assert source_of(request) == source


def test_names_of_visitors_are_not_counted_by_what_they_say_of_themselves() -> None:
    for number in range(3):
        Client().post("/receipt/", {"number": "1"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})

    assert Visit.objects.filter(form="find_receipt").count() == 1


@pytest.mark.parametrize(
    ("there", "not_there"), [("hanako", "nobody"), ("hanako@aoba.example", "nobody@aoba.example")]
)
def test_signing_in_says_the_same_whether_the_account_is_there_or_not(
    there: str, not_there: str
) -> None:
    User.objects.create_user("hanako", "hanako@aoba.example", SECRET)
    cache.clear()
    told = [
        Client().post(LOGIN, {"login": name, "password": "wrong"}).content.decode()
        for name in (there, not_there)
    ]
    plain = [
        re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page).replace(name, "NAME")
        for page, name in zip(told, (there, not_there), strict=True)
    ]

    assert "errorlist" in told[0]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("name", ["hanako", "hanako@aoba.example", "nobody", "nobody@aoba.example"])
def test_a_wrong_password_costs_the_same_whether_the_account_is_there_or_not(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is counted is the slow part; times themselves would differ by chance."""
    User.objects.create_user("hanako", "hanako@aoba.example", SECRET)
    cache.clear()
    hashed: list[str] = []
    slow = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return slow(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    Client().post(LOGIN, {"login": name, "password": "wrong"})

    assert hashed == ["wrong", "wrong"]


def test_asking_for_a_new_password_says_the_same_whether_the_account_is_there_or_not() -> None:
    User.objects.create_user("hanako", "hanako@aoba.example", SECRET)
    cache.clear()
    answers = [
        Client().post("/accounts/password/reset/", {"email": address})
        for address in ("hanako@aoba.example", "nobody@aoba.example")
    ]

    assert {(one.status_code, one.get("Location")) for one in answers} == {
        (302, "/accounts/password/reset/done/")
    }
    assert "http://testserver/" in mail.outbox[0].body


# Browsers of others


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", r"\\evil.example", "javascript:1"]
)
def test_nothing_leads_away_from_the_desk(next_page: str) -> None:
    User.objects.create_user("hanako", "hanako@aoba.example", SECRET)
    cache.clear()
    client = Client()
    where = [
        client.post("/language/", {"lang": "en", "next": next_page}),
        client.post(LOGIN, {"login": "hanako", "password": SECRET, "next": next_page}),
        client.get(LOGIN, {"next": next_page}),
        client.post("/accounts/logout/", {"next": next_page}),
    ]

    assert {one.get("Location", "/") for one in where} <= {"/", "/cases/"}


@pytest.mark.parametrize("path", ["/", "/faq/", LOGIN, "/accounts/password/reset/"])
def test_another_name_of_the_desk_is_refused(path: str) -> None:
    client = Client(headers={"Host": "evil.example"})

    assert client.get(path).status_code == 400
    assert client.post(path, {"email": "a@b.example"}).status_code == 400


WITHOUT_TOKEN = {"language/", "receipt/", "api/v1/enrol", "api/v1/results", "api/v1/checks"}
"""Forms that change nothing of anybody's, and interfaces that read no cookie."""


def test_every_form_needs_its_token(client_of: ClientOf) -> None:
    user = make_user("lead", Role.LEAD)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    taken = set()
    for path, _ in _patterns(get_resolver()):
        address = "/" + re.sub(r"<[^>]*pk>|<int:[^>]*>|\(\?P<pk>[^)]*\)", "1", path).strip("^$")
        if "<" in address or "(" in address:
            continue
        answer = client.post(address.replace("\\", ""))
        if answer.status_code not in {403, 404, 405}:
            taken.add(path)

    assert taken <= WITHOUT_TOKEN


def test_signing_in_gives_another_session() -> None:
    """Who planted a session in somebody's browser is not signed in along with them."""
    User.objects.create_user("hanako", "hanako@aoba.example", SECRET)
    cache.clear()
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    client.post(LOGIN, {"login": "hanako", "password": SECRET})

    assert client.session.session_key != session.session_key
    assert "_auth_user_id" in client.session
    assert not Client(headers={"Cookie": f"sessionid={session.session_key}"}).session.items()


# Seeing more


def test_pages_of_somebody_stay_out_of_the_caches_of_others(
    employee: User, client_of: ClientOf
) -> None:
    receipt = Receipt.objects.create(started_at="2022-03-01T00:00Z")
    signed_in = client_of(employee)
    mine = [
        signed_in.get("/cases/"),
        signed_in.get("/"),
        Client().get(f"/receipt/{receipt.number}/"),
    ]

    assert {one["Cache-Control"] for one in mine} == {"private, no-cache"}
    assert signed_in.post("/accounts/logout/")["Clear-Site-Data"] == '"cache"'


def test_a_kept_page_is_never_that_of_somebody_signed_in(
    employee: User, client_of: ClientOf, settings: object
) -> None:
    settings.STEADY_S = 60.0  # type: ignore[attr-defined]
    signed_in = client_of(employee)
    pages = [signed_in.get("/faq/").content, Client().get("/faq/").content]
    again = signed_in.get("/faq/").content

    assert [b"top__user" in page for page in (*pages, again)] == [True, False, True]


@pytest.mark.parametrize("change", ["inactive", "no role", "another organization"])
def test_the_token_of_a_program_ends_with_what_its_user_may(
    change: str,
    administrator: User,
    organization: Organization,
    other_organization: Organization,
) -> None:
    ProgramToken.objects.create(
        user=administrator, organization=organization, name="x", digest=digest_of("t")
    )
    client = Client(headers={"Authorization": "Bearer t"})
    before = client.get("/api/v1/cases").status_code
    match change:
        case "inactive":
            User.objects.update(is_active=False)
        case "no role":
            administrator.memberships.update(role=Role.EMPLOYEE)
        case _:
            administrator.memberships.update(organization=other_organization)

    assert (before, client.get("/api/v1/cases").status_code) == (200, 401)


def test_a_password_in_an_address_opens_nothing() -> None:
    """Addresses end up in logs; it goes in a header."""
    described = openapi.document()["paths"]["/api/v1/checks"]["post"]["parameters"]

    assert {one["name"]: one["in"] for one in described} == {
        "name": "query",
        "X-Archive-Passwords": "header",
    }
