"""The table of what Windows wrote into its event logs about programs that were started or set up.

Name and columns are osquery's where they fit and mean the same; the others are ours and say so.
Source: osquery schema 5.x, https://osquery.io/schema/
"""

from typing import Annotated, ClassVar

from kakekomi.facts.row import Row, doc


class WindowsEvents(Row, frozen=True, kw_only=True):
    """An event that matters (a program, service or task; a threat); never the whole log."""

    TABLE: ClassVar[str] = "windows_events"
    OSQUERY: ClassVar[bool] = True
    datetime: Annotated[str, doc("When, as the log states it (UTC)")] = ""
    source: Annotated[str, doc("Name of the log: Security, System, OAlerts …")]
    provider_name: Annotated[str | None, doc("Who wrote it")] = None
    computer_name: Annotated[str | None, doc("Computer as stated")] = None
    eventid: Annotated[int, doc("Number of the kind of event")]
    data: Annotated[str | None, doc("Its data as JSON, the beginning")] = None
    name: Annotated[str | None, doc("Ours: service, task, program or threat it names")] = None
    command: Annotated[str | None, doc("Ours: command line, verbatim")] = None
    host: Annotated[
        str | None, doc("Ours: rundll32, regsvr32, wscript …; NULL if started directly")
    ] = None
    target: Annotated[str | None, doc("Ours: path of the file that was started")] = None
    directory: Annotated[str | None, doc("Ours: folder of target")] = None
    extension: Annotated[str, doc("Ours: extension of target in lower case")] = ""
    entry_point: Annotated[str | None, doc("Ours: export after the comma for rundll32")] = None
    place: Annotated[str | None, doc("Ours: place of target, as in the file table")] = None
    folder_depth: Annotated[int | None, doc("Ours: folders between place and target")] = None
    threat: Annotated[str | None, doc("Ours: threat as Microsoft Defender names it")] = None
