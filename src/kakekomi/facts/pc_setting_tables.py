"""Tables about how a PC is set up: what runs on events, what it let in, what people keep on it.

Where osquery has the table, name and columns are osquery's and mean the same.
Source: osquery schema 5.x, https://osquery.io/schema/
"""

from typing import Annotated, ClassVar

from kakekomi.facts.row import Row, doc


class WmiEventFilters(Row, frozen=True, kw_only=True):
    """An event that Windows Management Instrumentation waits for."""

    TABLE: ClassVar[str] = "wmi_event_filters"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Name")]
    query: Annotated[str | None, doc("The event, as a query")] = None
    query_language: Annotated[str | None, doc("WQL")] = None


class WmiCliEventConsumers(Row, frozen=True, kw_only=True):
    """A command line that runs when an event comes; also a ``launch`` row."""

    TABLE: ClassVar[str] = "wmi_cli_event_consumers"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Name")]
    command_line_template: Annotated[str | None, doc("Command line, verbatim")] = None
    executable_path: Annotated[str | None, doc("Program, where it is kept apart")] = None


class WmiScriptEventConsumers(Row, frozen=True, kw_only=True):
    """A script that runs when an event comes."""

    TABLE: ClassVar[str] = "wmi_script_event_consumers"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Name")]
    scripting_engine: Annotated[str | None, doc("VBScript or JScript")] = None
    script_file_name: Annotated[str | None, doc("File of the script")] = None
    script_text: Annotated[str | None, doc("The script itself, its beginning")] = None


class WmiFilterConsumerBinding(Row, frozen=True, kw_only=True):
    """Which event starts which consumer."""

    TABLE: ClassVar[str] = "wmi_filter_consumer_binding"
    OSQUERY: ClassVar[bool] = True
    consumer: Annotated[str, doc("Reference to the consumer, with its class and name")]
    filter: Annotated[str, doc("Reference to the event filter, with its name")]


class ZoneIdentifier(Row, frozen=True, kw_only=True):
    """The mark that Windows puts on a file from elsewhere ("mark of the web").

    A file from the Internet without it came by a way that drops it: some archive programs, an
    image file, a USB stick.
    """

    TABLE: ClassVar[str] = "zone_identifier"
    path: Annotated[str, doc("The marked file, a Windows path")]
    zone: Annotated[int | None, doc("0 this PC, 1 intranet, 2 trusted, 3 Internet, 4 restricted")]
    referrer_url: Annotated[str | None, doc("Page or archive that it came from")] = None
    host_url: Annotated[str | None, doc("Address that it came from")] = None


class OfficePolicy(Row, frozen=True, kw_only=True):
    """A setting of Office that decides about macros and about files from the Internet.

    ``VBAWarnings``: 1 runs all macros, 2 asks (the usual), 3 runs signed ones, 4 runs none.
    ``blockcontentexecutionfrominternet``: 1 runs none in files from the Internet.
    """

    TABLE: ClassVar[str] = "office_policy"
    application: Annotated[str, doc("Word, Excel, PowerPoint …; Common for all")]
    version: Annotated[str, doc("16.0 …")]
    name: Annotated[str, doc("Name of the setting, in lower case")]
    value: Annotated[int | None, doc("Its value; NULL if it is no number")]
    is_enforced: Annotated[bool, doc("Set by the organization's policy, not by the user")] = False
    username: Annotated[str | None, doc("Whose; NULL for all users of the PC")] = None


class BrowserPasswordStore(Row, frozen=True, kw_only=True):
    """A file in which a browser keeps passwords; that it is there, never what is in it."""

    TABLE: ClassVar[str] = "browser_password_store"
    username: Annotated[str, doc("Whose profile")]
    browser: Annotated[str, doc("Chrome, Edge, Firefox …")]
    profile: Annotated[str, doc("Profile of the browser")]
    path: Annotated[str, doc("The file")]


class MailAccount(Row, frozen=True, kw_only=True):
    """A mail account set up on the PC, by name; passwords are never read.

    Emotet took the passwords and mails of every account that it found.
    """

    TABLE: ClassVar[str] = "mail_account"
    username: Annotated[str, doc("Whose profile")]
    program: Annotated[str, doc("Outlook, Thunderbird, Windows Live Mail")]
    address: Annotated[str, doc("Mail address or, without one, the account's name, verbatim")]


class Programs(Row, frozen=True, kw_only=True):
    """An installed program, as its entry for removing it names it."""

    TABLE: ClassVar[str] = "programs"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Name shown")]
    version: Annotated[str | None, doc("Version as stated")] = None
    publisher: Annotated[str | None, doc("Maker as stated")] = None
    install_date: Annotated[str | None, doc("Day of installation as stated, often 20220301")] = None
    username: Annotated[str | None, doc("Ours: installed for this user; NULL for all")] = None
