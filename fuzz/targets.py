"""All targets by name."""

from typing import Final

from fuzz.archive_targets import ARCHIVES
from fuzz.document_targets import DOCUMENTS
from fuzz.host_targets import HOST
from fuzz.mail_targets import MAILS
from fuzz.notice_targets import NOTICES
from fuzz.target import Target

TARGETS: Final[tuple[Target, ...]] = (*MAILS, *DOCUMENTS, *ARCHIVES, *HOST, *NOTICES)
