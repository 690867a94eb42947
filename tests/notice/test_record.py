import sqlite3
import stat
from pathlib import Path

import pytest

from kakekomi.facts.case_tables import Notice
from kakekomi.facts.errors import ConfigurationError, UnavailableError
from kakekomi.notice.record import Event, How, Record, State, notice_row
from kakekomi.packs.notices import NoticeKind
from notice.notices import NOW
from notice.records import make_event


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    told = make_event("q@partner.example", state=State.TOLD, how=How.TELEPHONE, by="田中")
    with Record(tmp_path / "r") as record:
        record.add(make_event(state=State.SENDING))
        record.add(make_event(detail="250 OK"))
        record.add(told)

    with Record(tmp_path / "r") as record:
        events, latest = list(record.events()), record.latest()

    assert events == [make_event(state=State.SENDING), make_event(detail="250 OK"), told]
    assert latest == {
        "p@partner.example": make_event(detail="250 OK"),
        "q@partner.example": told,
    }


def test_a_mail_is_found_by_its_id(tmp_path: Path) -> None:
    with Record(tmp_path / "r") as record:
        record.add(make_event(message_id="1@a.example"))

        assert record.of_message("1@a.example") == make_event(message_id="1@a.example")
        assert record.of_message("2@a.example") is None


@pytest.mark.parametrize("sql", ["UPDATE event SET state = 'sent'", "DELETE FROM event"])
def test_no_event_is_changed_or_taken_away(tmp_path: Path, sql: str) -> None:
    with Record(tmp_path / "r") as record:
        record.add(make_event())

    database = sqlite3.connect(tmp_path / "r")
    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        database.execute(sql)
    database.close()


def test_it_is_open_once_at_a_time(tmp_path: Path) -> None:
    with Record(tmp_path / "r"), pytest.raises(UnavailableError, match="in use"):
        Record(tmp_path / "r")


def test_another_file_is_not_taken_for_a_record(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"Dear Sir, " * 100)
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE a (b)")
    other.commit()
    other.close()

    for name in ("text", "other"):
        with pytest.raises(ConfigurationError):
            Record(tmp_path / name)


def test_nobody_else_on_the_machine_reads_it(tmp_path: Path) -> None:
    with Record(tmp_path / "r"):
        assert stat.S_IMODE((tmp_path / "r").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.SENT, "sent"),
        (State.TOLD, "sent"),
        (State.BOUNCED, "bounced"),
        (State.UNCERTAIN, "approved"),
    ],
)
def test_an_event_is_a_fact_of_the_case(state: State, status: str) -> None:
    event: Event = make_event(state=state)

    assert notice_row(NoticeKind.PARTNERS, event) == Notice(kind="partners", status=status, at=NOW)
