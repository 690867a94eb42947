"""Export the PC rules of a pack for fleets that run osquery: its pack format, as JSON.

osquery answers each query by itself; it does not add up weights. So each query bears the rule's
weight in its description, and the reader has to know that one weak sign is no infection. Rules that
osquery can't run are named with the reason: their absence is a gap of the fleet's check.

Layout: ``{"platform": "windows", "queries": {name: {query, interval, snapshot, description}}}``
Source: https://osquery.readthedocs.io/en/stable/deployment/configuration/ (packs)
"""

from dataclasses import dataclass
from typing import Final

import msgspec

from kakekomi.facts.subject import Kind
from kakekomi.packs.model import Pack, Rule
from kakekomi.packs.osquery_sql import NotExportableError, osquery_sql

INTERVAL_S: Final = 3600
"""Autostart entries stay; hourly finds them within the working day at little cost."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A query of an osquery pack."""

    query: str
    interval: int = INTERVAL_S
    snapshot: bool = True
    """All rows each time, not only what changed: the rows are the evidence."""
    description: str = ""


class OsqueryPack(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    platform: str = "windows"
    queries: dict[str, Query]
    """By name, which osquery's logs repeat."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that osquery can't run."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The pack for osquery and what is missing from it."""

    pack: OsqueryPack
    left_out: tuple[LeftOut, ...]

    def to_json(self) -> bytes:
        """The file's bytes, the same for the same pack."""
        return msgspec.json.format(msgspec.json.encode(self.pack), indent=2) + b"\n"


def export(pack: Pack) -> Export:
    """All PC rules of the pack, by id, that osquery can run."""
    queries: dict[str, Query] = {}
    left_out: list[LeftOut] = []
    for rule in sorted(pack.rules, key=lambda rule: rule.id):
        if rule.kind is not Kind.PC:
            continue
        try:
            sql = osquery_sql(rule)
        except NotExportableError as error:
            left_out.append(LeftOut(rule.id, str(error)))
            continue
        queries[query_name(rule)] = Query(query=sql, description=_description(pack, rule))
    return Export(pack=OsqueryPack(queries=queries), left_out=tuple(left_out))


def query_name(rule: Rule) -> str:
    """``kakekomi_autostart_rundll32_in_appdata``."""
    return "kakekomi_" + rule.id.rpartition("/")[2].replace("-", "_")


def _description(pack: Pack, rule: Rule) -> str:
    attack = f" ATT&CK {', '.join(rule.attack)}." if rule.attack else ""
    return (
        f"{rule.title.en}. Weight {rule.weight_db:g} dB; suspicious from"
        f" {pack.thresholds.suspicious_db:g}, detected from {pack.thresholds.detected_db:g} in"
        f" sum.{attack} Kakekomi pack {pack.id} {pack.version}, rule {rule.id}."
    )
