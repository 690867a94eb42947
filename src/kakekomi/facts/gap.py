"""What could not be seen, which is a fact like any other.

A gap says what was not checked and why, in codes of two closed sets, so that it can be counted,
translated and judged; ``detail`` carries the verbatim name, path or number.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

from kakekomi.facts.row import Row, doc


class What(StrEnum):
    """What was not (wholly) checked."""

    MAIL = "mail"
    HEADER = "header"
    TEXT = "text"
    PART = "part"
    ATTACHMENT = "attachment"
    ARCHIVE = "archive"
    DOCUMENT = "document"
    MACRO = "macro"
    LINK_TARGET = "link_target"
    PICTURE = "picture"
    SENDER = "sender"
    CONTENT_RULES = "content_rules"
    RULE = "rule"
    PC = "pc"
    MEMORY = "memory"
    PROCESSES = "processes"
    USER = "user"
    HIVE = "hive"
    REGISTRY_KEY = "registry_key"
    FOLDER = "folder"
    FILE = "file"
    SIGNATURE = "signature"
    SCHEDULED_TASK = "scheduled_task"
    SERVICE = "service"
    EVENT_CONSUMER = "event_consumer"
    SECURITY_PRODUCT = "security_product"
    ANTIVIRUS_SCAN = "antivirus_scan"
    MAIL_ACCOUNT = "mail_account"
    EVENT_LOG = "event_log"
    VOLUME_SERIAL = "volume_serial"
    REPORT = "report"
    OTHER_MALWARE = "other_malware"
    OTHER_PCS = "other_pcs"


class Why(StrEnum):
    """Why it was not checked."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    LIMIT = "limit"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    NOT_PERMITTED = "not_permitted"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    NOT_COLLECTED = "not_collected"
    OFFLINE = "offline"
    OUTDATED = "outdated"
    FAILED = "failed"
    BEYOND_THIS_CHECK = "beyond_this_check"


class Gap(Row, frozen=True, kw_only=True):
    """Something that was not checked: a verdict is only as good as its gaps are few."""

    TABLE: ClassVar[str] = "gap"
    what: Annotated[What, doc("What was not checked (a closed set)")]
    why: Annotated[Why, doc("Why (a closed set)")]
    detail: Annotated[str, doc("Name, path or number, verbatim")] = ""
    node: Annotated[int | None, doc("The attachment it concerns, on a mail")] = None
