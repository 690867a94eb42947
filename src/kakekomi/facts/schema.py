"""The tables of the product, listed once: the single source of DDL, wire form, docs and export."""

from typing import Final

from kakekomi.facts.case_tables import (
    Account,
    Action,
    Answer,
    CheckResult,
    Deadline,
    Declaration,
    Finding,
    Notice,
    Organization,
    Partner,
    Pattern,
    Pc,
    Person,
    Stage,
)
from kakekomi.facts.event_tables import WindowsEvents
from kakekomi.facts.gap import Gap
from kakekomi.facts.mail_tables import (
    Attachment,
    Authentication,
    Correspondent,
    MacroKeyword,
    Message,
    Office,
    OnenoteObject,
    OwnDomain,
    Password,
    Pdf,
    QuotedParticipant,
    Received,
    Recipient,
    Shortcut,
    Url,
    YaraMatch,
)
from kakekomi.facts.pc_setting_tables import (
    BrowserPasswordStore,
    MailAccount,
    OfficePolicy,
    Programs,
    WmiCliEventConsumers,
    WmiEventFilters,
    WmiFilterConsumerBinding,
    WmiScriptEventConsumers,
    ZoneIdentifier,
)
from kakekomi.facts.pc_tables import (
    Authenticode,
    Collection,
    File,
    Hash,
    Launch,
    LogicalDrives,
    OfficeTrust,
    OsVersion,
    Patches,
    Processes,
    Registry,
    ScheduledTasks,
    Services,
    SharedResources,
    StartupItems,
    SystemInfo,
    Users,
    WindowsSecurityProducts,
)
from kakekomi.facts.report_tables import AvScan, AvThreat, EmocheckProcess, EmocheckReport
from kakekomi.facts.row import Row

MAIL_TABLES: Final[tuple[type[Row], ...]] = (
    Message,
    Recipient,
    Received,
    Authentication,
    Attachment,
    Password,
    Office,
    MacroKeyword,
    Shortcut,
    OnenoteObject,
    Pdf,
    QuotedParticipant,
    Url,
    YaraMatch,
    OwnDomain,
    Correspondent,
)

PC_TABLES: Final[tuple[type[Row], ...]] = (
    SystemInfo,
    OsVersion,
    LogicalDrives,
    Users,
    Processes,
    Services,
    Registry,
    StartupItems,
    ScheduledTasks,
    File,
    Hash,
    Authenticode,
    WindowsSecurityProducts,
    Patches,
    SharedResources,
    OfficeTrust,
    WmiEventFilters,
    WmiCliEventConsumers,
    WmiScriptEventConsumers,
    WmiFilterConsumerBinding,
    ZoneIdentifier,
    OfficePolicy,
    BrowserPasswordStore,
    MailAccount,
    Programs,
    WindowsEvents,
    AvScan,
    AvThreat,
    EmocheckReport,
    EmocheckProcess,
    Launch,
    Collection,
)

CASE_TABLES: Final[tuple[type[Row], ...]] = (
    Organization,
    Person,
    Pc,
    Account,
    Partner,
    CheckResult,
    Finding,
    Answer,
    Action,
    Declaration,
    Notice,
    Deadline,
    Pattern,
    Stage,
)

TABLES: Final[tuple[type[Row], ...]] = (*MAIL_TABLES, *PC_TABLES, *CASE_TABLES, Gap)

TABLE_BY_NAME: Final[dict[str, type[Row]]] = {table.TABLE: table for table in TABLES}
