"""What a worker does with its mails. It is done here in this process, but for the bounds."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from cli.mails import make_letter, make_setup, make_shard, short
from kakekomi.check import mail_shard
from kakekomi.check.alarm import OutOfTimeError
from kakekomi.check.answer import Trail
from kakekomi.check.inputs import Input, Letter
from kakekomi.check.mail_shard import ShardChecker
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import Lost, Output, Setup, decode
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.mail import base64_lines
from kakekomi.mail.acquaintance import Meeting
from kakekomi.mail.context import MailContext

ResultT = TypeVar("ResultT")


class NoWatch:
    """Does what is to be done, without an alarm clock that would end the tests."""

    def within(self, seconds: float, action: Callable[[], ResultT]) -> ResultT:  # noqa: ARG002
        return action()

    def allow(self, seconds: float) -> None:
        pass

    def rest(self) -> None:
        pass


@pytest.fixture(autouse=True)
def _unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_shard, "Watch", NoWatch)
    monkeypatch.setattr(mail_shard, "limit_memory", lambda: None)


def _checker(setup: Setup | None = None) -> ShardChecker:
    return ShardChecker(setup or make_setup())


def _file(path: Path, data: bytes) -> Input:
    path.write_bytes(data)
    return Input(path=str(path), name=path.name)


def test_problems_and_verdicts_come_in_the_order_of_the_mails(tmp_path: Path) -> None:
    gone = Input(path=str(tmp_path / "gone"), name="gone")
    known = Problem(name="mail.pst", key="problem.mailbox")

    answer = _checker().check(make_shard(known, make_letter("m"), gone, make_letter("n")))

    assert short(answer) == [
        ("mail.pst", "problem.mailbox"),
        ("m", "nothing_found"),
        ("gone", "problem.no_such_file"),
        ("n", "nothing_found"),
    ]


def test_what_is_no_mail_is_a_problem(tmp_path: Path) -> None:
    answer = _checker().check(make_shard(_file(tmp_path / "picture", b"\x89PNG")))

    assert short(answer) == [("picture", "problem.not_mail")]


def test_facts_are_lines() -> None:
    answer = _checker(make_setup(output=Output.FACTS)).check(make_shard(make_letter("m")))

    (result,) = decode(answer).results
    rows = [json.loads(line) for line in result.data.splitlines()]
    assert {row["subject"] for row in rows} == {"m"}
    assert result.data.endswith(b"}\n")


def test_the_bytes_read_are_counted() -> None:
    letters = make_letter("m"), make_letter("n", body=b"x" * 1000)

    answer = _checker().check(make_shard(*letters))

    assert decode(answer).read_bytes == sum(len(letter.data) for letter in letters)


def test_a_trail_says_who_wrote_to_whom() -> None:
    letter = make_letter(
        From="Taro <t@partner.example>",
        To="Hana <H@company.example>, j@company.example, h@company.example",
        Date="Tue, 1 Mar 2022 18:38:00 +0900",
        Message_ID="<1@partner.example>",
        In_Reply_To="<0@company.example>",
    )

    (result,) = decode(_checker(make_setup(has_trails=True)).check(make_shard(letter))).results

    assert result.trail == Trail(
        date_at=datetime(2022, 3, 1, 9, 38, tzinfo=UTC),
        from_name="Taro",
        from_address="t@partner.example",
        subject_line="Hello",
        message_id="<1@partner.example>",
        in_reply_to="<0@company.example>",
        recipients=("h@company.example", "j@company.example"),
    )


def test_a_lost_mail_is_not_checked_and_says_why() -> None:
    answer = _checker().check(
        make_shard(Lost(name="a", is_limit=True), Lost(name="b", is_limit=False))
    )

    assert short(answer) == [
        ("a", "problem.lost_limit"),
        ("a", "not_checked"),
        ("b", "problem.lost"),
        ("b", "not_checked"),
    ]


class _TooLong(NoWatch):
    """The first ``failures`` readings take too long."""

    failures = 1

    def __init__(self) -> None:
        self._outcomes: Iterator[bool] = iter([True] * self.failures)

    def within(self, seconds: float, action: Callable[[], ResultT]) -> ResultT:  # noqa: ARG002
        if next(self._outcomes, False):
            raise OutOfTimeError
        return action()


def _gaps(answer: bytes) -> set[tuple[str, str]]:
    document = decode(answer).results[0].document
    return {(gap.what, gap.why) for gap in document.gaps}


def test_of_a_mail_that_takes_too_long_the_beginning_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail_shard, "Watch", _TooLong)

    answer = _checker().check(make_shard(make_letter("m")))

    assert short(answer) == [("m", "nothing_found")]
    assert ("mail", "limit") in _gaps(answer)


def test_a_mail_whose_beginning_takes_too_long_is_not_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_TooLong, "failures", 2)
    monkeypatch.setattr(mail_shard, "Watch", _TooLong)

    answer = _checker().check(make_shard(make_letter("m")))

    assert short(answer) == [("m", "not_checked")]
    assert ("mail", "limit") in _gaps(answer)


def _with_zip(name: str, **fields: str) -> Letter:
    data = make_zip([ZipMember(name="a.txt", content=b"text")], password="Nx72kq")
    fields["Content_Type"] = 'application/zip; name="a.zip"'
    fields["Content_Transfer_Encoding"] = "base64"
    return make_letter(name, base64_lines(data), **fields)


def _opened(answer: bytes) -> list[tuple[str | None, list[tuple[str, str]]]]:
    found = []
    for result in decode(answer).results:
        rows = [json.loads(line) for line in result.data.splitlines()]
        opened = [r["row"]["opened_with"] for r in rows if r["table"] == "attachment"]
        words = [r["row"] for r in rows if r["table"] == "password"]
        found.append((next(filter(None, opened), None), [(w["value"], w["source"]) for w in words]))
    return found


PASSWORD = "先ほどの添付ファイルのパスワードは「Nx72kq」です。".encode()
TEXT = "text/plain; charset=utf-8"


def test_a_password_in_the_next_mail_of_the_sender_opens_the_attachment() -> None:
    shut, key = _with_zip("m"), make_letter("n", PASSWORD, Content_Type=TEXT)
    checker = _checker(make_setup(output=Output.FACTS))

    beside = checker.check(make_shard(shut, key))
    behind = checker.check(make_shard(shut, following=(key,)))

    opened = ("Nx72kq", [("Nx72kq", "later_mail")])
    assert _opened(beside) == [opened, (None, [("Nx72kq", "body")])]
    assert _opened(behind) == [opened]


def test_a_password_that_was_told_before_opens_the_attachment() -> None:
    shut = _with_zip("m", Date="Tue, 1 Mar 2022 18:38:00 +0900")
    earlier = make_letter("o", PASSWORD, Content_Type=TEXT, Date="Tue, 1 Mar 2022 18:00:00 +0900")
    checker = _checker(make_setup(output=Output.FACTS))

    beside = checker.check(make_shard(earlier, shut))
    before = checker.check(make_shard(shut, preceding=(earlier,)))

    opened = ("Nx72kq", [("Nx72kq", "earlier_mail")])
    assert _opened(beside) == [(None, [("Nx72kq", "body")]), opened]
    assert _opened(before) == [opened]


def test_a_password_that_the_knowledge_knows_opens_the_attachment() -> None:
    data = make_zip([ZipMember(name="a.txt", content=b"text")], password="infected")
    fields = {
        "Content_Type": 'application/zip; name="a.zip"',
        "Content_Transfer_Encoding": "base64",
    }
    sample = make_letter("m", base64_lines(data), **fields)

    answer = _checker(make_setup(output=Output.FACTS)).check(make_shard(sample))

    assert _opened(answer) == [("infected", [])]


def test_a_password_of_somebody_else_is_not_tried() -> None:
    shut = _with_zip("m")
    other = make_letter("n", PASSWORD, Content_Type=TEXT, From="x@partner.example")

    answer = _checker(make_setup(output=Output.FACTS)).check(make_shard(shut, other))

    assert _opened(answer)[0] == (None, [])


def test_who_met_whom_is_learned_and_what_is_no_mail_teaches_nothing(tmp_path: Path) -> None:
    context = MailContext(own_domains=("company.example",))
    checker = _checker(make_setup(output=Output.MEETINGS, context=context))
    ours = make_letter("m", From="Hana <h@company.example>", To="Taro <t@partner.example>")

    answer = checker.check(
        make_shard(ours, _file(tmp_path / "x", b"\x89PNG"), Input(path="/no/such", name="y"))
    )

    (result,) = decode(answer).results
    assert msgspec.msgpack.decode(result.data, type=tuple[Meeting, ...]) == (
        Meeting("h@company.example", "Hana", None, is_known=True),
        Meeting("t@partner.example", "Taro", None, is_known=True),
    )
