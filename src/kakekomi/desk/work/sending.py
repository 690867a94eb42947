"""Send what is queued, each mail once.

That a mail goes out is written down before the server gets it, and that it went afterwards. If the
sender dies in between, nobody knows whether it went: it is marked *unsure* and never sent again by
itself; a person sees it on the page and decides.
"""

from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Final

from django.core.mail import EmailMessage
from django.utils import timezone

from kakekomi.desk.work.ledger import Lease
from kakekomi.desk.work.models import MailState, Outgoing

MAX_ATTEMPTS: Final = 5
"""Of one mail that the server does not take."""

MAX_TROUBLE_CHARS: Final = 500
"""Of a server's answer that is kept."""


class NotTakenError(Exception):
    """The server is away or refuses; the rest waits until the job is taken up again."""


def send_all(lease: Lease) -> None:
    """Send everything that waits. Raises: LeaseLostError, NotTakenError."""
    Outgoing.objects.filter(state=MailState.SENDING).update(state=MailState.UNSURE)
    Outgoing.objects.filter(state=MailState.WAITING, organization__is_demo=True).update(
        state=MailState.FAILED, trouble="exercise: nothing is sent"
    )
    waiting = Outgoing.objects.filter(state=MailState.WAITING).order_by("pk")
    lease.set_total(lease.job.done + waiting.count())
    while (mail := waiting.first()) is not None:
        with lease.batch(done=1):
            Outgoing.objects.filter(pk=mail.pk).update(state=MailState.SENDING)
        send(mail)


def send(mail: Outgoing) -> None:
    """Send one that is marked as being sent. Raises: NotTakenError."""
    message = EmailMessage(
        subject=mail.subject_line,
        body=mail.text,
        to=[mail.address],
        headers={"Message-ID": f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@kakekomi.invalid>"},
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        _note(mail, MailState.FAILED, str(error))
        return
    except (SMTPException, OSError) as error:
        is_last = mail.attempts + 1 >= MAX_ATTEMPTS
        _note(mail, MailState.FAILED if is_last else MailState.WAITING, str(error))
        raise NotTakenError(str(error)) from error
    Outgoing.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=timezone.now())


def _note(mail: Outgoing, state: MailState, trouble: str) -> None:
    Outgoing.objects.filter(pk=mail.pk).update(
        state=state, trouble=trouble[:MAX_TROUBLE_CHARS], attempts=mail.attempts + 1
    )
