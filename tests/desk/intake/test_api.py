"""The interface for PCs and programs, by its tokens."""

import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.conftest import ClientOf, make_user
from kakekomi.desk.house.models import Organization, Role, User
from kakekomi.desk.intake import openapi, taking
from kakekomi.desk.intake.models import (
    Enrolment,
    PcToken,
    ProgramToken,
    Result,
    digest_of,
    new_secret,
)
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.drill.reports import ReportedProcess, make_emocheck_txt
from kakekomi.facts.mail_tables import Attachment as MailAttachment
from respond.test_history import make_journal

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db(transaction=True)

POSITIVE = make_emocheck_txt(
    processes=[ReportedProcess(name="x.exe", pid=4, path=r"C:\Users\a\AppData\Local\x\x.exe")]
)


@pytest.fixture
def enrolment(organization: Organization) -> str:
    secret = new_secret("enrol")
    Enrolment.objects.create(
        organization=organization,
        digest=digest_of(secret),
        made_by="hanako",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return secret


def enrol(secret: str, hostname: str = "AOBA-1") -> "Response":
    body = {"token": secret, "hostname": hostname}
    return Client().post(reverse("intake:enrol"), body, content_type="application/json")


def token_of(answer: "Response") -> str:
    return str(json.loads(answer.content)["pc_token"])


def hand_in(token: str, data: bytes, name: str = "AOBA-1_emocheck.txt") -> "Response":
    return Client(headers={"Authorization": f"Bearer {token}"}).post(
        f"{reverse('intake:results')}?name={name}",
        data,
        content_type="application/octet-stream",
    )


def test_a_pc_enrols_hands_in_and_reads_its_verdict(
    enrolment: str, organization: Organization
) -> None:
    token = token_of(enrol(enrolment))
    first = hand_in(token, POSITIVE)
    before = json.loads(first.content)
    taking.take_in.func()
    client = Client(headers={"Authorization": f"Bearer {token}"})
    after = client.get(reverse("intake:result", args=[before["id"]])).json()

    assert (first.status_code, before["state"], before["verdict"]) == (201, "waiting", None)
    assert before["content_sha256"] == sha256(POSITIVE).hexdigest()
    assert (after["state"], after["verdict"]["verdict"]) == ("done", "detected")
    case = organization.cases.get()
    assert [pc.hostname for pc in case.pcs.all()] == ["AOBA-1"]
    assert bytes(Result.objects.get().sealed) == b""


def test_names_have_nothing_that_a_database_refuses(enrolment: str) -> None:
    hand_in(token_of(enrol(enrolment, "AOBA\0-1")), POSITIVE, "a%00.txt")

    result = Result.objects.get()
    assert (result.hostname, result.name) == ("AOBA-1", "a.txt")
    assert enrol(enrolment, "\0").status_code == 401


def test_the_same_bytes_twice_are_one_result(enrolment: str, organization: Organization) -> None:
    token = token_of(enrol(enrolment))
    first, second = hand_in(token, POSITIVE), hand_in(token, POSITIVE)
    taking.take_in.func()
    third = hand_in(token, POSITIVE)

    assert [one.status_code for one in (first, second, third)] == [201, 200, 200]
    assert len({json.loads(one.content)["id"] for one in (first, second, third)}) == 1
    assert organization.cases.get().case_checks.count() == 1


def test_what_a_dead_worker_had_checked_is_not_checked_again(
    enrolment: str, organization: Organization
) -> None:
    token = token_of(enrol(enrolment))
    hand_in(token, POSITIVE)
    leased = taking._leased()
    assert leased is not None
    taking._checked(leased, POSITIVE)  # and then it died
    Result.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    taking.take_in.func()

    assert organization.checks.count() == 1
    assert Result.objects.get().state == "done"


def test_the_journal_of_what_was_done_becomes_proof_in_the_case(
    enrolment: str, organization: Organization, tmp_path: Path
) -> None:
    token, journal = token_of(enrol(enrolment)), make_journal(tmp_path)
    answer = json.loads(hand_in(token, journal, "AOBA-1.jsonl").content)
    taking.take_in.func()
    client = Client(headers={"Authorization": f"Bearer {token}"})
    after = client.get(reverse("intake:result", args=[answer["id"]])).json()

    assert (after["state"], after["verdict"], after["trouble"]) == ("done", None, None)
    done = organization.cases.get().actions.filter(status="verified")
    assert [(one.pc.hostname, one.kind) for one in done] == [("PC-1", "save_evidence")]


def test_a_damaged_journal_is_told(enrolment: str, tmp_path: Path) -> None:
    token = token_of(enrol(enrolment))
    hand_in(token, make_journal(tmp_path).replace(b'"planned"', b'"plotted"'))
    taking.take_in.func()

    result = Result.objects.get()
    assert (result.state, "line 2 is no entry" in result.trouble) == ("failed", True)


@pytest.mark.parametrize(
    "body",
    [b'{"token":"\xff","hostname":"a"}', b'{"more":' + b"[" * 1_500, b"", b"\xff"],
    ids=["no text", "deep", "empty", "no JSON"],
)
def test_a_stranger_who_asks_in_no_known_way_is_told(body: bytes) -> None:
    answer = Client().post(reverse("intake:enrol"), body, content_type="application/json")

    assert answer.status_code == 422


def test_bytes_are_encrypted_while_they_wait(enrolment: str) -> None:
    token = token_of(enrol(enrolment))
    hand_in(token, POSITIVE)

    assert POSITIVE[:40] not in bytes(Result.objects.get().sealed)


def test_what_can_not_be_checked_is_said(enrolment: str) -> None:
    token = token_of(enrol(enrolment))
    number = json.loads(hand_in(token, b"\0\1\2 nothing known", "x.bin").content)["id"]
    taking.take_in.func()
    client = Client(headers={"Authorization": f"Bearer {token}"})

    assert client.get(reverse("intake:result", args=[number])).json()["state"] == "failed"


@pytest.mark.parametrize("change", ["expired", "revoked", "unknown"])
def test_a_token_that_does_not_hold_enrols_nobody(enrolment: str, change: str) -> None:
    now = timezone.now()
    if change == "expired":
        Enrolment.objects.update(expires_at=now)
    if change == "revoked":
        Enrolment.objects.update(revoked_at=now)
    secret = "kakekomi-enrol-x" if change == "unknown" else enrolment

    answer = enrol(secret)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert not PcToken.objects.exists()


def test_a_revoked_pc_hands_in_nothing(enrolment: str) -> None:
    token = token_of(enrol(enrolment))
    PcToken.objects.update(revoked_at=timezone.now())

    assert hand_in(token, POSITIVE).status_code == 401
    assert not Result.objects.exists()


def test_another_organization_reads_nothing(
    enrolment: str, other_organization: Organization
) -> None:
    number = json.loads(hand_in(token_of(enrol(enrolment)), POSITIVE).content)["id"]
    Enrolment.objects.update(organization=other_organization)
    stranger = token_of(enrol(enrolment))
    client = Client(headers={"Authorization": f"Bearer {stranger}"})

    assert client.get(reverse("intake:result", args=[number])).status_code == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"token": 1}', b"\xff" * 5000])
def test_a_wrong_shape_is_refused(body: bytes) -> None:
    url = reverse("intake:enrol")
    answer = Client().post(url, body, content_type="application/json")

    assert answer.status_code == 422


def program_token(user: User, organization: Organization) -> Client:
    secret = new_secret("program")
    ProgramToken.objects.create(
        user=user, organization=organization, name="bridge", digest=digest_of(secret)
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_program_checks_a_mail(administrator: User, organization: Organization) -> None:
    client = program_token(administrator, organization)
    answer = client.post(
        f"{reverse('intake:checks')}?name=a.eml",
        make_mail("text"),
        content_type="application/octet-stream",
    )

    (document,) = answer.json()
    assert (answer.status_code, document["schema"]) == (200, "kakekomi.verdict/1")
    assert document["verdict"] == "nothing_found"


def test_passwords_of_archives_come_in_a_header(
    administrator: User, organization: Organization
) -> None:
    ProgramToken.objects.create(
        user=administrator, organization=organization, name="x", digest=digest_of("t")
    )
    locked = make_zip([ZipMember(name="a.txt", content=b"x")], password="秘密, 1")
    message = make_mail(attachments=[Attachment(name="a.zip", data=locked)])
    client = Client(headers={"Authorization": "Bearer t"})
    opened = []
    for headers in ({}, {"X-Archive-Passwords": f"wrong, {quote('秘密, 1')}"}):
        client.post(
            reverse("intake:checks"), message, content_type="message/rfc822", headers=headers
        )
        facts = organization.checks.latest("pk").subject_facts
        opened.append([one.opened_with for one in facts.of(MailAttachment) if one.encrypted])

    assert opened == [[None], ["秘密, 1"]]


def test_a_program_reads_how_a_case_stands(
    administrator: User, organization: Organization, enrolment: str
) -> None:
    hand_in(token_of(enrol(enrolment)), POSITIVE)
    taking.take_in.func()
    client = program_token(administrator, organization)
    listed = client.get(reverse("intake:cases")).json()["cases"]
    case = client.get(reverse("intake:case", args=[listed[0]["case"]])).json()

    assert (case["schema"], case["stage"], case["can_close"]) == (
        "kakekomi.case/1",
        "infected",
        False,
    )
    assert case["pcs"][0]["hostname"] == "AOBA-1"


def test_every_route_for_programs_is_described() -> None:
    described = set(openapi.document()["paths"])
    routes = {
        "/" + "api/v1/" + path
        for path in (
            "enrol",
            "results",
            "results/{pk}",
            "checks",
            "cases",
            "cases/{pk}",
        )
    }

    assert described == routes
    assert Client().get(reverse("intake:openapi")).json()["openapi"] == "3.1.0"


def test_every_reference_in_the_description_leads_somewhere() -> None:
    document = openapi.document()
    names = set(document["components"]["schemas"])

    def references(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"].rpartition("/")[2]
            for one in value.values():
                yield from references(one)
        elif isinstance(value, list):
            for one in value:
                yield from references(one)

    assert set(references(document)) <= names
    assert {"VerdictDocument", "FindingDocument"} <= names


def test_tokens_are_made_shown_once_and_revoked(
    administrator: User, organization: Organization, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    made = client.post(reverse("intake:enrolment", args=[organization.pk])).content.decode()
    again = client.get(reverse("intake:tokens", args=[organization.pk])).content.decode()
    secret = "kakekomi-enrol-" + made.partition("kakekomi-enrol-")[2].partition("<")[0]

    assert "--submit" in made
    assert "kakekomi-enrol-" not in again
    assert enrol(secret).status_code == 201
    key = str(Enrolment.objects.get().pk)
    client.post(
        reverse("intake:revoke", args=[organization.pk]), {"table": "enrolment", "key": key}
    )
    assert enrol(secret).status_code == 401


def test_others_make_no_token(
    organization: Organization, stranger: User, client_of: ClientOf
) -> None:
    employee = make_user("e2", Role.EMPLOYEE, organization)
    for user, status in ((stranger, 404), (employee, 403)):
        client = client_of(user)
        url = reverse("intake:enrolment", args=[organization.pk])
        assert client.post(url).status_code == status
    assert not Enrolment.objects.exists()
