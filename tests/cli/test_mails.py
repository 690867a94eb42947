from datetime import UTC, datetime
from pathlib import Path

from cli.command import PLAIN_MAIL
from kakekomi.cli.exit_status import ExitStatus
from kakekomi.cli.inputs import MAX_STRAY_BYTES, Input
from kakekomi.cli.judging import Collected, Judging, PackChoice
from kakekomi.cli.mails import check, collected
from kakekomi.cli.outcome import Problem
from kakekomi.cli.run import SKIPPED
from kakekomi.cli.words import Language
from kakekomi.guide.document import VerdictDocument
from kakekomi.mail.context import MailContext

JUDGING = Judging(choice=PackChoice(), language=Language.EN, now=datetime(2022, 3, 7, tzinfo=UTC))


def _collected(path: Path, *, must_be_mail: bool) -> Collected:
    source = Input(path=str(path), name="x", must_be_mail=must_be_mail)
    return next(collected([source], MailContext(), JUDGING))


def test_what_is_no_mail_is_a_problem_if_it_was_to_be_one_and_else_skipped(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")

    named = _collected(path, must_be_mail=True).problem
    stray = _collected(path, must_be_mail=False)

    assert named is not None
    assert (named.key, named.status) == ("problem.not_mail", ExitStatus.UNREADABLE)
    assert stray == Collected(
        problem=Problem(name="x", key=SKIPPED, status=ExitStatus.NOTHING_FOUND)
    )


def test_a_stray_file_that_cannot_be_read_is_a_problem_and_not_skipped(tmp_path: Path) -> None:
    assert _collected(tmp_path / "gone", must_be_mail=False).problem == Problem(
        name="x", key="problem.no_such_file"
    )


def test_a_huge_stray_file_is_skipped_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "video"
    path.write_bytes(PLAIN_MAIL)
    with path.open("r+b") as file:
        file.truncate(MAX_STRAY_BYTES + 1)

    problem = _collected(path, must_be_mail=False).problem

    assert problem is not None
    assert problem.key == SKIPPED


def test_problems_and_verdicts_come_in_the_order_of_the_inputs(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(PLAIN_MAIL)

    results = list(
        check(
            ["/no/such", str(path), "/none"],
            context=MailContext(),
            judging=JUDGING,
            jobs=1,
        )
    )

    assert [type(result) for result in results] == [Problem, VerdictDocument, Problem]
