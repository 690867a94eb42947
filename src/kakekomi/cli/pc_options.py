"""What the user says about a check of a PC."""

from dataclasses import dataclass

from kakekomi.cli.antivirus_choice import Antivirus


@dataclass(frozen=True, slots=True, kw_only=True)
class PcOptions:
    """The arguments of ``check pc``."""

    root: str | None = None
    """Folder of a disk; None: this PC."""
    volume_serial: str | None = None
    save: str | None = None
    """File for the facts."""
    qr: str | None = None
    """Page of codes to write."""
    antivirus: Antivirus | None = None
    desk: str | None = None
    """Address to hand the result in at."""
    enrolment: str | None = None
    """Token to enrol with."""
    is_memory_asked: bool = False
    """Look into programs' memory, too."""
    is_prevention_asked: bool = False
    """List how the PC is prepared, too."""
