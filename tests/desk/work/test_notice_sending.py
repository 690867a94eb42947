"""Notices go out from the desk: each mail once, whatever the server does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings as real
from django.utils import timezone
from pytest_django.fixtures import Settings

from desk.cases.checked import positive
from desk.work.dispatches import make_dispatch, run_once, states
from kakekomi.desk.cases.models import Case, NoticeSent, Partner
from kakekomi.desk.cases.service import attach, open_case
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.work.models import Dispatch, NoticeEvent, State
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.notice.notice import Recipient
from kakekomi.notice.record import Event
from kakekomi.notice.record import State as Told
from notice.notices import make_notice
from notice.smtp_server import Fault, Postbox, serving

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    return open_case(organization, "お知らせ", administrator)


class Strict(Postbox):
    """A server that takes mails of nobody."""

    async def handle_MAIL(  # noqa: N802  named by the library
        self, _server: SMTP, _session: Session, _envelope: Envelope, _address: str, _o: list[str]
    ) -> str:
        return "553 5.7.1 not you"


def set_server(settings: Settings, address: str) -> None:
    settings.CONFIG = replace(real.CONFIG, mail_server=address, mail_per_minute=60_000)


def test_each_recipient_gets_one_mail_and_the_case_learns_it(
    case: Case, settings: Settings
) -> None:
    notice = make_notice(3)
    partner = Partner.objects.create(case=case, address=notice.recipients[1].address)
    dispatch = make_dispatch(case, notice)
    postbox = Postbox()

    with serving(postbox) as address:
        set_server(settings, address)
        job = run_once(dispatch)

    everybody = [one.address for one in notice.recipients]
    assert [to for _, to in postbox.envelopes] == [(one,) for one in everybody]
    assert states(dispatch) == dict.fromkeys(everybody, "sent")
    assert (job.state, job.done, dispatch.ended_at is not None) == (State.DONE, 3, True)
    told = NoticeSent.objects.order_by("id").values_list("partner", "status", "whom")
    assert list(told) == [(partner.pk, "sent", everybody[1]), (None, "sent", "3人")]


def test_a_case_learns_nothing_of_mails_that_everybody_refused(
    case: Case, settings: Settings
) -> None:
    dispatch = make_dispatch(case, make_notice(2))

    with serving(Postbox(plan=lambda _to, _: Fault.PERMANENT)) as address:
        set_server(settings, address)
        run_once(dispatch)

    assert (set(states(dispatch).values()), dispatch.ended_at is not None) == ({"refused"}, True)
    assert not NoticeSent.objects.exists(), "it would prove that they were told"
    assert "2人中0人" in case.timeline.latest("id").text


def test_a_second_dispatch_of_the_round_reaches_only_the_new_ones(
    case: Case, settings: Settings
) -> None:
    first = make_notice(2)
    more = make_notice(2, recipients=(*first.recipients, Recipient(address="new@c.example")))
    postbox = Postbox()

    with serving(postbox) as address:
        set_server(settings, address)
        run_once(make_dispatch(case, first))
        run_once(make_dispatch(case, more))
        run_once(make_dispatch(case, first, round=2))

    assert postbox.counts() == {
        **dict.fromkeys([one.address for one in first.recipients], 2),
        "new@c.example": 1,
    }


def test_who_is_put_off_is_tried_again_later_and_then_left_to_a_person(
    case: Case, settings: Settings
) -> None:
    notice = make_notice(2)
    busy = notice.recipients[0].address
    dispatch = make_dispatch(case, notice)
    postbox = Postbox(plan=lambda to, _: Fault.TEMPORARY if to == busy else Fault.NONE)

    with serving(postbox) as address:
        set_server(settings, address)
        job = run_once(dispatch)
        first = (job.state, job.lease_until is not None, states(dispatch)[busy])
        run_once(dispatch)
        at_once = postbox.attempts[busy]
        for _ in range(8):
            NoticeEvent.objects.update(at=timezone.now() - timedelta(hours=1))
            job = run_once(dispatch)

    assert first == (State.WAITING, True, "deferred")
    assert at_once == 1
    assert (postbox.attempts[busy], states(dispatch)[busy]) == (6, "refused")
    assert (job.state, dispatch.ended_at is not None) == (State.DONE, True)


def test_a_server_that_refuses_the_sender_stops_it_and_says_why(
    case: Case, settings: Settings
) -> None:
    dispatch = make_dispatch(case, make_notice(2))

    with serving(Strict()) as address:
        set_server(settings, address)
        run_once(dispatch)

    assert dispatch.is_stopped
    assert "refuses the sender" in dispatch.trouble
    assert list(states(dispatch).values()) == ["deferred"]


def test_a_server_that_refuses_one_after_the_other_is_left_alone(
    case: Case, settings: Settings
) -> None:
    dispatch = make_dispatch(case, make_notice(50))
    postbox = Postbox(plan=lambda _to, _: Fault.PERMANENT)

    with serving(postbox) as address:
        set_server(settings, address)
        run_once(dispatch)
        run_once(dispatch)

    assert dispatch.is_stopped
    assert "refuses everything" in dispatch.trouble
    assert sum(postbox.attempts.values()) == 20


def test_without_a_server_it_is_not_lost(case: Case, settings: Settings) -> None:
    dispatch = make_dispatch(case, make_notice(1))
    set_server(settings, "")

    job = run_once(dispatch)

    assert (job.state, dispatch.ended_at) == (State.WAITING, None)
    assert "no mail server" in job.trouble


@pytest.mark.parametrize(("took_hours_ago", "is_stopped"), [(1, False), (13, True), (None, True)])
def test_a_server_may_be_away_for_half_a_day_since_it_took_a_mail(
    took_hours_ago: int | None, *, is_stopped: bool, case: Case, settings: Settings
) -> None:
    """A long list takes longer than that to send, and the night before is no trouble of today."""
    notice = make_notice(21)
    dispatch = make_dispatch(case, notice)
    Dispatch.objects.update(approved_at=timezone.now() - timedelta(hours=30))
    if took_hours_ago is not None:
        at = timezone.now() - timedelta(hours=took_hours_ago)
        address = notice.recipients[0].address
        DeskRecord(case, notice.kind, 1).add(Event(at=at, address=address, state=Told.SENT))
    with serving(Postbox(plan=lambda _to, _: Fault.DROP_AT_RCPT)) as address:
        set_server(settings, address)
        run_once(dispatch)

    assert (dispatch.is_stopped, dispatch.trouble != "") == (is_stopped, True)


def test_what_was_stopped_goes_no_further(case: Case, settings: Settings) -> None:
    dispatch = make_dispatch(case, make_notice(5))
    postbox = Postbox()
    dispatch.is_stopped = True
    dispatch.save()
    with serving(postbox) as address:
        set_server(settings, address)
        run_once(dispatch)

    assert postbox.received == []


def test_a_mail_in_doubt_is_never_sent_again_by_itself(case: Case, settings: Settings) -> None:
    notice = make_notice(2)
    dispatch = make_dispatch(case, notice)
    doubtful = notice.recipients[0].address
    plan = {doubtful: Fault.TAKE_AND_DROP}
    postbox = Postbox(plan=lambda to, _: plan.get(to, Fault.NONE))

    with serving(postbox) as address:
        set_server(settings, address)
        run_once(dispatch)
        run_once(dispatch)

    assert set(postbox.counts().values()) == {1}
    assert states(dispatch)[doubtful] == "uncertain"


@pytest.mark.parametrize("because", ["case", "organization", "dispatch"])
def test_an_exercise_sends_nothing_and_is_written_down_all_the_same(
    because: str, case: Case, settings: Settings
) -> None:
    """Each reason alone is enough, also when the others were taken away since."""
    case.is_drill = because == "case"
    case.save()
    case.organization.is_demo = because == "organization"
    case.organization.save()
    notice = make_notice(3)
    dispatch = make_dispatch(case, notice, is_exercise=because == "dispatch")
    postbox = Postbox()

    with serving(postbox) as address:
        set_server(settings, address)
        job = run_once(dispatch)

    assert (postbox.received, postbox.hellos) == ([], [])
    assert set(states(dispatch).values()) == {"sent"}
    assert set(NoticeEvent.objects.values_list("detail", flat=True)) == {
        "exercise: nothing was sent"
    }
    assert job.state == State.DONE


def test_what_was_changed_after_the_approval_is_not_sent(case: Case, settings: Settings) -> None:
    dispatch = make_dispatch(case, make_notice(1))
    dispatch.notice = dispatch.notice.replace("partner.example", "other.example")
    dispatch.save()
    postbox = Postbox()

    with serving(postbox) as address:
        set_server(settings, address)
        job = run_once(dispatch)

    assert postbox.received == []
    assert "not what was approved" in job.trouble


def test_a_sender_who_comes_under_suspicion_after_the_approval_sends_no_more(
    case: Case, settings: Settings, administrator: User
) -> None:
    dispatch = make_dispatch(case, make_notice(2, sender_address="info@aoba.example"))
    attach(case, [positive(case.organization, "AOBA-1")], administrator)
    infected = case.pcs.get(hostname="AOBA-1")
    case.accounts.create(pc=infected, kind="mail", identifier="Info@aoba.example")
    postbox = Postbox()

    with serving(postbox) as address:
        set_server(settings, address)
        run_once(dispatch)

    assert (postbox.hellos, dispatch.is_stopped) == ([], True)
    assert "感染の疑い" in dispatch.trouble
