import pickle
from datetime import UTC, datetime

import msgspec
import pytest

from cli.documents import make_document
from cli.mails import make_letter, make_setup, make_shard
from kakekomi.check.answer import MailResult, Trail, document_of, json_of
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.inputs import Input
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import ShardResult, decode, encode, joined

TRAIL = Trail(
    date_at=datetime(2022, 3, 1, tzinfo=UTC),
    from_name="Taro",
    from_address="t@partner.example",
    subject_line="Hello",
    message_id="<1>",
    in_reply_to="",
    recipients=("h@company.example",),
)
PROBLEM = Problem(name="x", key="problem.lost", reason="r", status=ExitStatus.OUR_FAULT)


def test_results_are_decoded_as_they_were_encoded() -> None:
    document = make_document()
    data = msgspec.json.encode(document)
    answer = MailResult(subject="in/a.eml", verdict="suspicious", data=data, trail=TRAIL)
    result = ShardResult((answer, MailResult(problem=PROBLEM)), read_bytes=7)

    assert decode(encode(result)) == result
    assert document_of(answer) == document_of(document) == document
    assert json_of(answer) == json_of(document) == data


def test_what_is_no_result_is_refused() -> None:
    for data in (b"", b"\x00", msgspec.msgpack.encode(["x", 1])):
        with pytest.raises(msgspec.DecodeError):
            decode(data)


def test_several_results_are_joined_in_their_order() -> None:
    first, second = MailResult(subject="a"), MailResult(subject="b")

    assert joined([ShardResult((first,), 1), ShardResult((second,), 2)]) == ShardResult(
        (first, second), 3
    )


def test_work_and_setup_are_picklable() -> None:
    shard, setup = make_shard(make_letter(), PROBLEM), make_setup()

    assert pickle.loads(pickle.dumps((shard, setup))) == (shard, setup)  # noqa: S301


def test_a_shard_carries_the_mails_that_are_no_files() -> None:
    letter = make_letter()
    shard = make_shard(letter, Input(path="x", name="x"), following=(letter,))

    assert shard.carried_bytes == 2 * len(letter.data)
