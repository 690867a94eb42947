"""Mails and a checker for tests of bulk work."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from cli.documents import make_document
from kakekomi.check.answer import MailResult, Trail
from kakekomi.check.inputs import Letter
from kakekomi.check.judging import Judging, PackChoice
from kakekomi.check.language import Language
from kakekomi.check.shard import Output, Setup, Shard, Source, decode
from kakekomi.mail.context import MailContext

JUDGING = Judging(choice=PackChoice(), language=Language.EN, now=datetime(2022, 3, 7, tzinfo=UTC))


def make_setup(
    *,
    output: Output = Output.VERDICTS,
    context: MailContext | None = None,
    has_trails: bool = False,
) -> Setup:
    return Setup(
        judging=JUDGING,
        context=context or MailContext(),
        output=output,
        has_trails=has_trails,
    )


def make_letter(name: str = "m", body: bytes = b"Hello", **fields: str) -> Letter:
    """A mail; keywords are header fields, ``_`` stands for ``-``."""
    header = {"From": "a@partner.example", "To": "b@company.example", "Subject": "Hello"}
    header |= {key.replace("_", "-"): value for key, value in fields.items()}
    lines = "".join(f"{key}: {value}\r\n" for key, value in header.items())
    return Letter(name=name, data=lines.encode() + b"\r\n" + body)


def make_shard(
    *sources: Source, following: tuple[Source, ...] = (), preceding: tuple[Source, ...] = ()
) -> Shard:
    return Shard(sources=sources, following=following, preceding=preceding)


def make_trail(**changes: Any) -> Trail:  # noqa: ANN401  any field may be changed
    values: dict[str, Any] = {
        "date_at": datetime(2022, 3, 1, 9, 38, tzinfo=UTC),
        "from_name": "Taro",
        "from_address": "taro@partner.example",
        "subject_line": "Invoice",
        "message_id": "<1@partner.example>",
        "in_reply_to": "",
        "recipients": ("hanako@company.example",),
    }
    return Trail(**(values | changes))


def make_result(verdict: str = "detected", **trail: Any) -> MailResult:  # noqa: ANN401  the same
    subject = trail.pop("subject", "in/a.eml")
    document = make_document(subject=subject, verdict=verdict)
    return MailResult(
        subject=subject,
        verdict=verdict,
        data=msgspec.json.encode(document),
        trail=make_trail(**trail),
    )


def short(answer: bytes) -> list[tuple[str, str]]:
    """Subject and verdict, or name and problem, of each result."""
    return [_short(result) for result in decode(answer).results]


def _short(result: MailResult) -> tuple[str, str]:
    if result.problem is not None:
        return result.problem.name, result.problem.key
    return result.subject, result.verdict
