"""Tables about one PC that come from the reports of other scanners.

Subject: the PC that the report is about, as the report or else its file name says.
"""

from datetime import datetime
from typing import Annotated, ClassVar

from kakekomi.facts.row import Row, doc


class AvScan(Row, frozen=True, kw_only=True):
    """A scan by an antivirus product, from its report or log."""

    TABLE: ClassVar[str] = "av_scan"
    product: Annotated[str, doc("defender or clamav")]
    version: Annotated[str | None, doc("Engine or definition version as stated")] = None
    started_at: Annotated[datetime | None, doc("Start")] = None
    finished_at: Annotated[datetime | None, doc("End; NULL if the report shows none")] = None
    scope: Annotated[str | None, doc("full, quick, custom or NULL unknown")] = None
    objects: Annotated[int | None, doc("Files scanned")] = None
    threats: Annotated[int, doc("Threats found")] = 0


class AvThreat(Row, frozen=True, kw_only=True):
    """Something that an antivirus product found."""

    TABLE: ClassVar[str] = "av_threat"
    product: Annotated[str, doc("defender or clamav")]
    name: Annotated[str, doc("Threat name as stated")]
    path: Annotated[str | None, doc("File as stated")] = None
    action: Annotated[str | None, doc("What the product did, as stated")] = None
    found_at: Annotated[datetime | None, doc("When")] = None


class EmocheckReport(Row, frozen=True, kw_only=True):
    """A result of JPCERT/CC's EmoCheck, from its txt or json file."""

    TABLE: ClassVar[str] = "emocheck_report"
    version: Annotated[str | None, doc("Version as stated")] = None
    scanned_at: Annotated[datetime | None, doc("Time of the scan; local time taken as Japan's")] = (
        None
    )
    hostname: Annotated[str | None, doc("PC, from the report or else its file name")] = None
    is_infected: Annotated[bool, doc("EmoCheck says that Emotet was found")] = False
    language: Annotated[str | None, doc("ja, en or fr; NULL for json")] = None
    format: Annotated[str, doc("txt or json")] = "txt"


class EmocheckProcess(Row, frozen=True, kw_only=True):
    """A process that EmoCheck names."""

    TABLE: ClassVar[str] = "emocheck_process"
    process_name: Annotated[str, doc("As reported; may be Windows' own rundll32.exe")]
    process_id: Annotated[int | None, doc("As reported")] = None
    image_path: Annotated[str | None, doc("As reported; the file to look at")] = None
