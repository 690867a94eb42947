from pathlib import Path

import msgspec
import pytest

from cli.command import PLAIN_MAIL
from kakekomi.check.outcome import Problem
from kakekomi.check.reading import Reading, Taken, decode_taken, encode_taken, frames
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.facts.errors import ParseError
from kakekomi.mail.container import ContainerKind, MailItem


def test_mails_and_problems_go_through_a_frame_as_they_are() -> None:
    for taken in (
        Taken(place=":1", data=b"x"),
        Taken(place=":2", reason="damaged"),
        Taken(is_end=True),
        Problem(name="a.zip", key="problem.not_mailbox", reason="r"),
    ):
        assert decode_taken(encode_taken(taken)) == taken


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_taken(b"\x80")


def test_a_mail_that_cannot_be_read_has_its_reason() -> None:
    item = MailItem(position=1, place="/a", data=ParseError("cut", where="zip"))

    assert Taken.of(item) == Taken(place="/a", reason="zip: cut")


def test_the_last_frame_is_the_end_or_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    reading = Reading(str(path), ContainerKind.ZIP)
    missing = [decode_taken(frame) for frame in frames(reading)]
    path.write_bytes(make_zip([ZipMember(name="1.eml", content=PLAIN_MAIL)]))
    whole = [decode_taken(frame) for frame in frames(reading)]

    assert missing == [Problem(name=str(path), key="problem.no_such_file")]
    assert whole == [Taken(place="/1.eml", data=PLAIN_MAIL), Taken(is_end=True)]
