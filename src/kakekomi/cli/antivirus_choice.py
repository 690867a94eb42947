"""Whose full scan ``check pc`` is to start; apart, since options are read before anything large."""

from enum import StrEnum


class Antivirus(StrEnum):
    """Which one is to scan."""

    AUTO = "auto"
    """Microsoft Defender on the PC that this runs on, else ClamAV."""
    DEFENDER = "defender"
    CLAMAV = "clamav"
    CLAMD = "clamd"
