import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from kakekomi.desk.house.failures import RouteOnly, logging_to_stderr


def told(path: str, *, is_resolved: bool) -> str:
    request = RequestFactory().post(path)
    if is_resolved:
        request.resolver_match = resolve(path)
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "%s: %s", ("Server Error", path), None
    )
    record.request, record.status_code = request, 500
    assert RouteOnly().filter(record)
    return record.getMessage()


def test_a_failure_is_told_by_its_route_and_never_by_the_number_in_the_address() -> None:
    said = told("/receipt/ABCD-EFGH/", is_resolved=True)

    assert said.startswith("500 POST /receipt/<")
    assert "ABCD" not in said


def test_what_led_nowhere_has_no_route() -> None:
    assert told("/secret/", is_resolved=False) == "500 POST /?"


def test_other_records_are_left_as_they_are() -> None:
    record = logging.LogRecord("django", logging.ERROR, __file__, 1, "%s", ("as it is",), None)

    assert RouteOnly().filter(record)
    assert record.getMessage() == "as it is"


@pytest.mark.django_db
def test_a_page_that_fails_leaves_its_error_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("kakekomi.desk.portal.views.triage.next_screen", fail)
    handler = logging.StreamHandler()
    handler.addFilter(RouteOnly())
    logging.getLogger("django").addHandler(handler)
    try:
        answer = Client(raise_request_exception=False).get("/now/")
    finally:
        logging.getLogger("django").removeHandler(handler)

    said = capsys.readouterr().err
    assert answer.status_code == 500
    assert "500 GET /now/" in said
    assert "broken on purpose" in said


def test_only_errors_are_told() -> None:
    assert logging_to_stderr()["loggers"]["django"]["level"] == "ERROR"
