"""A notice as it was approved, and the server that it goes out by."""

from urllib.parse import unquote, urlsplit

import msgspec
from django.conf import settings

from kakekomi.desk.cases.models import Case
from kakekomi.desk.work.case_models import Dispatch
from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.mail_server import MailServer, parse_server
from kakekomi.notice.notice import Approval, Notice


def is_exercise(case: Case) -> bool:
    """Whether nothing of the case may ever leave the house."""
    return case.is_drill or case.organization.is_demo


def mail_server() -> tuple[MailServer, str] | None:
    """The desk's own server, and the password; None if there is none."""
    address = settings.CONFIG.mail_server
    if not address:
        return None
    parts = urlsplit(address)
    plain = address.replace(f":{parts.password}@", "@", 1) if parts.password else address
    return parse_server(plain), unquote(parts.password or "")


def job_key(dispatch: Dispatch) -> str:
    """Of the one job that sends it."""
    return f"notice:{dispatch.pk}"


def dispatch_id(key: str) -> int:
    """From the key of its job."""
    return int(key.partition(":")[2])


def notice_of(dispatch: Dispatch) -> Notice:
    """As it was approved. Raises: ConfigurationError if the row was changed."""
    notice = msgspec.json.decode(dispatch.notice, type=Notice)
    if notice.digest != dispatch.digest:
        raise ConfigurationError("the notice is not what was approved")
    return notice


def approval_of(dispatch: Dispatch) -> Approval:
    """Who let it go."""
    return Approval(
        by=dispatch.approved_by,
        at=dispatch.approved_at,
        digest=dispatch.digest,
        recipients=dispatch.recipients,
    )
