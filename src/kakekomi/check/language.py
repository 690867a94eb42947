"""The languages of the product, cheap to import: the command line needs them before all else."""

from enum import StrEnum


class Language(StrEnum):
    """A language that people can be spoken to in."""

    JA = "ja"
    EN = "en"
