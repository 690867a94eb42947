"""Forms of an answer."""

from enum import StrEnum


class Format(StrEnum):
    """Forms of a verdict."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"


class FactsFormat(StrEnum):
    """Forms of facts: only one, since programs read them."""

    JSONL = "jsonl"


class TableFormat(StrEnum):
    """Forms of tables of figures: to read, or for programs."""

    TEXT = "text"
    JSON = "json"
