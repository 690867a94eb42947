"""What became of one mail, in the short form in which it goes from process to process.

The verdict is in it as the JSON that other programs read: whoever writes just that need not take it
apart.
"""

from datetime import datetime

import msgspec

from kakekomi.check.outcome import Problem
from kakekomi.guide.document import VerdictDocument


class Trail(msgspec.Struct, frozen=True, array_like=True):
    """Who wrote what to whom and when: what a verdict does not say, and a page needs."""

    date_at: datetime | None
    from_name: str
    from_address: str
    subject_line: str
    message_id: str
    in_reply_to: str
    recipients: tuple[str, ...]
    """Addresses, the first of them."""


class MailResult(msgspec.Struct, frozen=True, array_like=True):
    """A verdict, the facts of a mail, or a problem."""

    subject: str = ""
    verdict: str = ""
    """Empty for facts and problems."""
    data: bytes = b""
    """The verdict as JSON, or the lines of facts."""
    trail: Trail | None = None
    problem: Problem | None = None

    @property
    def document(self) -> VerdictDocument:
        """The verdict in full."""
        return msgspec.json.decode(self.data, type=VerdictDocument)


Answer = VerdictDocument | MailResult
"""What a sink is given about one subject."""


def document_of(answer: Answer) -> VerdictDocument:
    """The verdict in full."""
    return answer.document if isinstance(answer, MailResult) else answer


def json_of(answer: Answer) -> bytes:
    """The verdict as JSON."""
    return answer.data if isinstance(answer, MailResult) else msgspec.json.encode(answer)
