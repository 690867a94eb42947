"""Read a rule, pattern, stage or step from its ``.sql`` file."""

import re
from typing import Final

from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.facts.subject import Kind
from kakekomi.packs.front_matter import IDENTIFIER, MAX_ABS_WEIGHT_DB, SLUG, FrontMatter
from kakekomi.packs.model import CaseQuery, Proof, Role, Rule, SenderCase, Step
from kakekomi.packs.problem import Problem
from kakekomi.packs.sql_file import SqlFile

RULE_FOLDERS: Final = {"mail": Kind.MAIL, "host": Kind.PC}
"""Folder below ``rules/`` and what its rules judge."""

ATTACK_ID: Final = re.compile(r"T\d{4}(?:\.\d{3})?\Z")
"""Takes ``T1566.001``; refuses ``T1566.1``."""

MONTH: Final = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2]))?\Z")
"""Takes ``2020-09`` and ``2019``; refuses ``2020-13``."""

WORD: Final = re.compile(r"[a-z_]+")
"""Takes each lower-case word of a query, ``yara_match``; refuses digits and upper case."""


def tables_in(sql: str) -> frozenset[str]:
    """Tables whose name stands anywhere in the query: never too few, sometimes too many."""
    return frozenset(TABLE_BY_NAME.keys() & set(WORD.findall(sql.lower())))


def read_rule(file: SqlFile) -> tuple[Rule, list[Problem]]:
    """The rule and what is wrong with it; with problems, it must not be used."""
    matter = FrontMatter(file)
    folder, _, name = file.path.removeprefix("rules/").removesuffix(".sql").partition("/")
    sql, line = matter.query()
    rule = Rule(
        id=_id(matter, f"{folder}/{name}", SLUG),
        kind=RULE_FOLDERS.get(folder, Kind.MAIL),
        title=matter.in_languages("title"),
        says=matter.in_languages("says"),
        weight_db=_weight(matter),
        group=matter.optional("group"),
        capped=_capped(matter),
        attack=_attack(matter),
        since=_since(matter),
        false_positives=matter.in_languages_or_none("false-positives"),
        sources=matter.words("source"),
        sql=sql,
        tables=tables_in(sql),
        file=file.path,
        line=line,
        sender_case=_sender_case(matter),
    )
    matter.finish()
    return rule, matter.problems


def read_case_query(file: SqlFile) -> tuple[CaseQuery, list[Problem]]:
    """A pattern or stage and what is wrong with it."""
    matter = FrontMatter(file)
    sql, line = matter.query()
    query = CaseQuery(
        id=_id(matter, _stem(file), IDENTIFIER),
        title=matter.in_languages("title"),
        says=matter.in_languages("says"),
        order=matter.number("order", default=0.0),
        sources=matter.words("source"),
        sql=sql,
        file=file.path,
        line=line,
    )
    matter.finish()
    return query, matter.problems


def read_step(file: SqlFile) -> tuple[Step, list[Problem]]:
    """A step and what is wrong with it."""
    matter = FrontMatter(file)
    applies, applies_line = matter.query("applies")
    proven, proven_line = matter.query("proven")
    step = Step(
        id=_id(matter, _stem(file), SLUG),
        title=matter.in_languages("title"),
        says=matter.in_languages("says"),
        danger=matter.in_languages_or_none("danger"),
        stages=matter.words("stages"),
        patterns=matter.words("patterns"),
        role=matter.choice("role", Role, Role.EMPLOYEE),
        order=matter.number("order"),
        minutes=int(matter.number("minutes")),
        proof=matter.choice("proof", Proof, Proof.FACT),
        sources=matter.words("source"),
        applies_sql=applies,
        proven_sql=proven,
        file=file.path,
        applies_line=applies_line,
        proven_line=proven_line,
    )
    matter.finish(queries=("applies", "proven"))
    return step, matter.problems


def _stem(file: SqlFile) -> str:
    return file.path.rpartition("/")[2].removesuffix(".sql")


def _id(matter: FrontMatter, expected: str, form: re.Pattern[str]) -> str:
    identifier = matter.text("id")
    if identifier and identifier != expected:
        matter.wrong(f"id {identifier!r} must be {expected!r}, after the file's place", "id")
    if not form.match(expected.rpartition("/")[2]):
        matter.wrong(f"file name {expected!r}: lower-case words with hyphens only", line=1)
    return identifier


def _sender_case(matter: FrontMatter) -> SenderCase | None:
    named = matter.optional("sender-case")
    if named is None:
        return None
    if named not in set(SenderCase):
        matter.wrong(f"sender-case must be one of {', '.join(SenderCase)}", "sender-case")
        return None
    return SenderCase(named)


def _weight(matter: FrontMatter) -> float:
    weight = matter.number("weight")
    if not 0 < abs(weight) <= MAX_ABS_WEIGHT_DB:
        matter.wrong(
            f"weight must be in decibans, ±{MAX_ABS_WEIGHT_DB:.0f} at most, not 0", "weight"
        )
    return weight


def _capped(matter: FrontMatter) -> bool:
    caps = matter.optional("caps")
    if caps not in {None, "suspicious"}:
        matter.wrong(f"caps can only be 'suspicious', not {caps!r}", "caps")
    return caps is not None


def _attack(matter: FrontMatter) -> tuple[str, ...]:
    ids = matter.words("attack")
    for technique in ids:
        if not ATTACK_ID.match(technique):
            matter.wrong(f"{technique!r} is no ATT&CK technique such as T1566.001", "attack")
    return ids


def _since(matter: FrontMatter) -> str | None:
    since = matter.optional("since")
    if since is not None and not MONTH.match(since):
        matter.wrong(f"since must be a month or year such as 2020-09, not {since!r}", "since")
    return since
