"""From the text to the record: a notice is gathered, let go, watched and settled on pages."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as real
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from desk.cases.checked import positive
from desk.cases.test_texts import FACTS
from desk.conftest import ClientOf
from desk.work.dispatches import run_once, states
from desk.work.stock import make_pack
from kakekomi.desk.cases import service
from kakekomi.desk.cases.models import Case, Partner, Person
from kakekomi.desk.house.models import AuditEntry, Organization, User
from kakekomi.desk.work import loaded
from kakekomi.desk.work.approved import job_key
from kakekomi.desk.work.case_models import Dispatch
from kakekomi.desk.work.ledger import pause, take
from kakekomi.desk.work.models import Job, LoadedPack
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.notice.record import Event, State
from kakekomi.packs.load import load_embedded
from notice.bounces import make_bounce
from notice.smtp_server import Postbox, serving

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


def url(case: Case, name: str, kind: str = "partners") -> str:
    return reverse(f"case_work:{name}", kwargs={"pk": case.pk, "kind": kind})


@pytest.fixture
def case(organization: Organization, administrator: User, client_of: ClientOf) -> Case:
    """A case with a finding, all stated, and two partners."""
    made = service.open_case(organization, "お知らせ", administrator)
    service.attach(made, [positive(organization, "AOBA-1")], administrator)
    page = reverse("cases:state_facts", kwargs={"pk": made.pk, "kind": "partners"})
    client_of(administrator).post(page, FACTS)
    for name in ("wakaba", "moegi"):
        Partner.objects.create(case=made, name=name, address=f"info@{name}.example")
    return made


def approve_text(client: Client, case: Case) -> None:
    page = {"pk": case.pk, "kind": "partners"}
    text = client.get(reverse("cases:notice", kwargs=page)).context["page"].text
    client.post(reverse("cases:approve_notice", kwargs=page), {"seen": text})


def let_go(client: Client, case: Case, **more: str) -> None:
    seen = client.get(url(case, "sending")).context["wanted"].digest
    client.post(url(case, "let_go"), {"seen": seen, **more})


@pytest.fixture
def ready(
    case: Case, administrator: User, manager: User, client_of: ClientOf, settings: Settings
) -> Case:
    """The partners are on the list and the text is approved."""
    settings.CONFIG = replace(real.CONFIG, mail_server="smtp://127.0.0.1:9", mail_per_minute=60_000)
    client_of(administrator).post(url(case, "take_known"))
    approve_text(client_of(manager), case)
    return case


def test_partners_lists_and_single_people_are_gathered_once_and_ours_are_left_out(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    client.post(url(case, "take_known"))
    book = "氏名,メール\n佐藤,INFO@wakaba.example\n鈴木,suzuki@momiji.example\n".encode("cp932")
    client.post(url(case, "add_people"), {"list_file": SimpleUploadedFile("a.csv", book)})
    client.post(url(case, "add_one"), {"address": "x@sakura.example", "person": "田中"})
    answer = client.post(url(case, "add_one"), {"address": "taro@aoba.example"}, follow=True)

    assert list(case.recipients.values_list("address", "name")) == [
        ("info@moegi.example", "moegi"),
        ("info@wakaba.example", "wakaba"),
        ("suzuki@momiji.example", "鈴木"),
        ("x@sakura.example", "田中"),
    ]
    assert "taro@aoba.example (自社)" in answer.content.decode()
    client.post(url(case, "strike_people"), {"address": ["x@sakura.example"]})
    assert case.recipients.count() == 3
    client.post(url(case, "strike_people"), {"all": "1"})
    assert case.recipients.count() == 0


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_period_to_the_end_of_the_calendar_comes_back(
    day: str, case: Case, administrator: User, client_of: ClientOf
) -> None:
    answer = client_of(administrator).post(url(case, "learn_people"), {"until": day})

    assert answer.status_code == 422
    assert not case.runs.exists()


def test_a_list_without_an_address_comes_back(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    file = {"list_file": SimpleUploadedFile("a.csv", b"\x00\x01 nobody")}

    assert client_of(administrator).post(url(case, "add_people"), file).status_code == 422


def test_a_notice_inside_the_house_goes_to_our_own_people_only(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    Person.objects.create(case=case, name="山田", address="yamada@aoba.example")
    client_of(administrator).post(url(case, "take_known", "internal"))

    addresses = case.recipients.filter(kind="internal").values_list("address", flat=True)
    assert list(addresses) == ["yamada@aoba.example"]


def test_who_decides_lets_exactly_what_was_seen_go_out(
    ready: Case, manager: User, client_of: ClientOf, settings: Settings
) -> None:
    client, postbox = client_of(manager), Postbox()
    page = client.get(url(ready, "sending"))
    assert "info@wakaba.example" in page.content.decode()
    let_go(client, ready)
    dispatch = Dispatch.objects.get()
    with serving(postbox) as address:
        settings.CONFIG = replace(settings.CONFIG, mail_server=address)
        run_once(dispatch)

    assert sorted(postbox.counts()) == ["info@moegi.example", "info@wakaba.example"]
    assert dispatch.approved_by == str(manager)
    assert AuditEntry.objects.filter(action="notice.dispatched").count() == 1
    text = client.get(url(ready, "sending")).content.decode()
    assert "全員に一度は送ってみました" in text
    lines = client.get(url(ready, "record_csv")).content.decode().splitlines()
    assert [line.split(",")[1:4] for line in lines[1:]] == [
        [address, state, "mail"]
        for address in ("info@moegi.example", "info@wakaba.example")
        for state in ("sending", "sent")
    ]
    told = reverse("cases:case", kwargs={"pk": ready.pk})
    assert [one is not None for _, one in client.get(told).context["partners"]] == [True, True]


def test_when_somebody_is_added_in_between_it_does_not_go_out(
    ready: Case, administrator: User, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    seen = client.get(url(ready, "sending")).context["wanted"].digest
    client_of(administrator).post(url(ready, "add_one"), {"address": "x@sakura.example"})

    client.post(url(ready, "let_go"), {"seen": seen})

    assert not Dispatch.objects.exists()


def test_an_administrator_lets_nothing_go(
    ready: Case, administrator: User, client_of: ClientOf
) -> None:
    assert client_of(administrator).post(url(ready, "let_go")).status_code == 403


def test_an_unapproved_text_or_a_missing_server_bars_it(
    case: Case, administrator: User, manager: User, client_of: ClientOf, settings: Settings
) -> None:
    settings.CONFIG = replace(real.CONFIG, mail_server="")
    client_of(administrator).post(url(case, "take_known"))
    let_go(client_of(manager), case)

    bars = client_of(manager).get(url(case, "sending")).context["wanted"].bars
    assert sorted(bars) == ["no_server", "not_approved"]
    assert not Dispatch.objects.exists()


def test_a_sender_under_suspicion_is_refused(
    ready: Case, manager: User, client_of: ClientOf
) -> None:
    infected = ready.pcs.get(hostname="AOBA-1")
    ready.accounts.create(pc=infected, kind="mail", identifier="info@aoba.example")
    let_go(client_of(manager), ready)

    assert client_of(manager).get(url(ready, "sending")).context["wanted"].page.points
    assert not Dispatch.objects.exists()


def test_a_text_that_was_changed_after_its_approval_waits_for_another(
    ready: Case, administrator: User, manager: User, client_of: ClientOf
) -> None:
    page = reverse("cases:write_notice", kwargs={"pk": ready.pk, "kind": "partners"})
    text = ready.notice_drafts.get().text
    client_of(administrator).post(page, {"notice_text": f"{text}\n追伸"})
    let_go(client_of(manager), ready)

    bars = client_of(manager).get(url(ready, "sending")).context["wanted"].bars
    assert list(bars) == ["not_approved"]
    assert not Dispatch.objects.exists()


def test_a_second_one_waits_for_the_first_and_a_stop_lets_it_through(
    ready: Case, administrator: User, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    let_go(client, ready)
    client_of(administrator).post(url(ready, "add_one"), {"address": "x@sakura.example"})
    let_go(client, ready)
    assert Dispatch.objects.count() == 1

    first = Dispatch.objects.get()
    client.post(reverse("case_work:halt", kwargs={"pk": ready.pk, "dispatch": first.pk}))
    let_go(client, ready)
    assert Dispatch.objects.count() == 2

    client.post(reverse("case_work:resume", kwargs={"pk": ready.pk, "dispatch": first.pk}))
    first.refresh_from_db()
    assert first.is_stopped


def test_what_went_out_is_not_let_go_again_in_its_round(
    ready: Case, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    let_go(client, ready)
    Dispatch.objects.update(ended_at=timezone.now())
    let_go(client, ready)
    assert AuditEntry.objects.filter(action="notice.dispatched").count() == 1

    let_go(client, ready, new_round="1")
    assert sorted(Dispatch.objects.values_list("round", flat=True)) == [1, 2]


def test_what_was_replaced_by_a_later_notice_never_goes_out(
    ready: Case, administrator: User, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    let_go(client, ready)
    first = Dispatch.objects.get()
    client.post(reverse("case_work:halt", kwargs={"pk": ready.pk, "dispatch": first.pk}))
    client_of(administrator).post(url(ready, "add_one"), {"address": "x@sakura.example"})
    let_go(client, ready)
    Dispatch.objects.exclude(pk=first.pk).update(ended_at=timezone.now())

    client.post(reverse("case_work:resume", kwargs={"pk": ready.pk, "dispatch": first.pk}))
    first.refresh_from_db()
    assert first.is_stopped


def test_doubts_are_settled_by_a_person_and_then_sent_again(
    ready: Case, manager: User, administrator: User, client_of: ClientOf, settings: Settings
) -> None:
    client, postbox = client_of(manager), Postbox()
    let_go(client, ready)
    dispatch = Dispatch.objects.get()
    for address in ("info@moegi.example", "info@wakaba.example"):
        DeskRecord(ready, "partners", 1).add(
            Event(at=timezone.now(), address=address, state=State.SENDING, digest="x")
        )
    with serving(postbox) as address:
        settings.CONFIG = replace(settings.CONFIG, mail_server=address)
        run_once(dispatch)
        assert set(states(dispatch).values()) == {"uncertain"}
        settle = client_of(administrator).post
        settle(url(ready, "settle"), {"address": "info@moegi.example", "is_sent": "again"})
        settle(url(ready, "settle"), {"address": "info@wakaba.example", "is_sent": "sent"})
        client.post(reverse("case_work:resume", kwargs={"pk": ready.pk, "dispatch": dispatch.pk}))
        run_once(dispatch)

    assert postbox.counts() == {"info@moegi.example": 1}
    assert set(states(dispatch).values()) == {"sent"}


def test_a_mail_on_its_way_is_not_settled_so_that_it_never_goes_out_twice(
    ready: Case, manager: User, administrator: User, client_of: ClientOf
) -> None:
    let_go(client_of(manager), ready)
    job = Job.objects.get(key=job_key(Dispatch.objects.get()))
    lease = take(job.pk)
    assert lease is not None
    at = {"address": "info@moegi.example", "is_sent": "again"}
    record = DeskRecord(ready, "partners", 1, lease)
    record.add(Event(at=timezone.now(), address=at["address"], state=State.SENDING, digest="x"))

    answer = client_of(administrator).post(url(ready, "settle"), at, follow=True)

    assert "いま送っている最中" in answer.content.decode()
    assert record.latest()[at["address"]].state is State.SENDING
    pause(lease, timedelta(minutes=1))
    client_of(administrator).post(url(ready, "settle"), at)
    assert record.latest()[at["address"]].state is State.NOT_SENT


def test_returned_mail_and_a_telephone_call_are_written_down(
    ready: Case, manager: User, administrator: User, client_of: ClientOf, settings: Settings
) -> None:
    let_go(client_of(manager), ready)
    dispatch, postbox = Dispatch.objects.get(), Postbox()
    with serving(postbox) as address:
        settings.CONFIG = replace(settings.CONFIG, mail_server=address)
        run_once(dispatch)
    identifier = dict(postbox.received)["info@moegi.example"]
    client = client_of(administrator)

    files = [
        SimpleUploadedFile("1.eml", make_bounce(identifier)),
        SimpleUploadedFile("2.eml", b"\x00\x01"),
    ]
    client.post(url(ready, "bounces"), {"bounces": files})

    assert states(dispatch)["info@moegi.example"] == "bounced"
    status = ready.notices.filter(partner__name="moegi").values_list("status", flat=True)
    assert list(status) == ["bounced"]

    client.post(url(ready, "told"), {"whom": "INFO@moegi.example", "how": "telephone"})
    client.post(url(ready, "told"), {"whom": "角の八百屋", "how": "in_person"})

    assert states(dispatch)["info@moegi.example"] == "told"
    assert states(dispatch)["角の八百屋"] == "told"
    how = ready.notices.filter(partner__name="moegi", status="sent").get().how
    assert how == "telephone"


def test_an_address_that_grows_in_its_one_form_fits_its_column(
    ready: Case, manager: User, client_of: ClientOf
) -> None:
    whom = "\u33ff" * 200 + "@x.example"  # each becomes three letters
    client_of(manager).post(url(ready, "told"), {"whom": whom, "how": "paper"})

    assert len(ready.notice_events.get().address) == 254


def test_formulas_stay_text_in_the_record(
    ready: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    client.post(url(ready, "told"), {"whom": "=cmd()", "how": "paper"})

    assert ",'=cmd()," in client.get(url(ready, "record_csv")).content.decode()


def test_the_text_is_that_of_the_pack_which_was_loaded_last(
    case: Case, administrator: User, client_of: ClientOf, tmp_path: Path
) -> None:
    name = "notices/partners.ja.txt"
    text = load_embedded().files.read(name).decode().replace("お取引先", "新しいパックのお取引先")
    assert "新しいパックの" in text
    pack = make_pack(tmp_path, version="2099.3.1", more={name: text.encode()})
    loaded.load(pack, actor="lead")
    try:
        page = client_of(administrator).get(url(case, "sending")).content.decode()
    finally:
        LoadedPack.objects.all().delete()
        loaded._seen.forget()

    assert "新しいパックのお取引先" in page


def test_the_servers_log_settles_what_it_names_and_nothing_else(
    ready: Case, administrator: User, client_of: ClientOf
) -> None:
    record = DeskRecord(ready, "partners", 1)
    ids = [f"kakekomi-notice.{number:040x}@aoba.example" for number in range(2)]
    for number, identifier in enumerate(ids):
        record.add(
            Event(
                at=timezone.now(),
                address=f"p{number}@x.example",
                state=State.UNCERTAIN,
                message_id=identifier,
            )
        )
    client = client_of(administrator)
    assert "サーバーの記録で確かめる" in client.get(url(ready, "sending")).content.decode()
    line = f"Mar  8 09:00:00 mx postfix[1]: A1: message-id=<{ids[0]}>\n\xff".encode("latin-1")
    client.post(url(ready, "settle_by_log"), {"server_log": SimpleUploadedFile("maillog", line)})

    states = {address: event.state.value for address, event in record.latest().items()}
    assert states == {"p0@x.example": "sent", "p1@x.example": "uncertain"}
