"""Who leaked: only a real answer of ``trace`` is taken, and what is in it is shown harmlessly."""

from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from desk.cases.traces import make_trace
from desk.conftest import ClientOf
from kakekomi.desk.cases.leaked import read_trace
from kakekomi.desk.cases.models import Case
from kakekomi.desk.house.models import User
from kakekomi.facts.errors import ParseError


def url(case: Case) -> str:
    return reverse("cases:leaked", kwargs={"pk": case.pk})


def upload(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("trace.json", data)}


@pytest.mark.django_db
def test_an_answer_is_kept_and_its_names_are_shown_and_not_run(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    assert client.post(url(case), upload(make_trace())).status_code == 302
    page = client.get(url(case)).content.decode()

    assert case.trace_results.count() == 1
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "90%" in page


@pytest.mark.django_db
def test_an_answer_of_another_version_is_told_apart_from_none(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    empty = client_of(administrator).get(url(case)).content
    case.trace_results.create(document="{}", added_by="x", added_at=timezone.now())
    other = client_of(administrator).get(url(case)).content.decode()

    assert ("別の版" in empty.decode(), "別の版" in other) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"{}", b"\xff", make_trace(probability=7.0), b"[" * 9000])
def test_anything_else_is_refused(
    data: bytes, case: Case, administrator: User, client_of: ClientOf
) -> None:
    assert client_of(administrator).post(url(case), upload(data)).status_code == 422
    assert not case.trace_results.exists()


@pytest.mark.django_db
def test_a_manager_reads_it_and_adds_nothing(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    client_of(manager).post(url(case), upload(make_trace()))

    assert client_of(manager).get(url(case)).status_code == 200
    assert not case.trace_results.exists()


@given(st.binary(max_size=500))
def test_any_bytes_are_an_answer_or_a_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        read_trace(data)
