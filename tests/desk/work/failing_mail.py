"""Mail servers that fail, for tests: they stand where the network begins."""

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused
from typing import ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Absent(BaseEmailBackend):
    """Nobody answers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:  # noqa: ARG002
        """As a closed port does."""
        raise ConnectionRefusedError("no answer")


class Choosy(BaseEmailBackend):
    """Takes mail for everybody but one."""

    refused: ClassVar[str] = "gone@aoba.example"
    taken: ClassVar[list[str]] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """As a server that knows its people."""
        for message in email_messages:
            if self.refused in message.to:
                raise SMTPRecipientsRefused({self.refused: (550, b"no such user")})
            self.taken.extend(message.to)
        return len(email_messages)
