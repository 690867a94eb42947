"""Check the queries of a pack: that they run behind the gate, can be traced, and do as they say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.fact_set import FactSet
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.sandbox import QueryError
from kakekomi.packs.content import PackScanner
from kakekomi.packs.examples import Example, Examples, read_examples
from kakekomi.packs.files import PackFiles
from kakekomi.packs.model import LANGUAGES, ContentRule, Rule
from kakekomi.packs.problem import PackError, Problem
from kakekomi.packs.select_list import Output, outputs
from kakekomi.packs.sentence import places
from kakekomi.packs.tokens import tokens

REFUSED_WORDS: Final = {
    "limit": "LIMIT would cut off other subjects of a batch",
    "order": "ORDER BY has no effect: rows are sorted by their columns from left to right",
    "group_concat": "group_concat() depends on the order in which facts were collected",
}

CONTENT_RULE: Final = re.compile(r"^\s*(?:global\s+|private\s+)*rule\s+(\w+)", re.MULTILINE)
"""Takes ``rule lure_enable_content : lure {``; refuses ``// the rule above``."""

FIRST_COLUMN: Final = "subject"
"""Name of the first column of every query."""


def lint_query(facts: FactSet, sql: str, file: str, line: int) -> list[Problem]:
    """What any query of a pack must fulfil."""
    try:
        names = facts.gate.names(sql)
    except QueryError as error:
        return [Problem(file, line, f"the query does not run: {error}")]
    problems = [
        Problem(file, line + token.line, f"write {token.text} in single quotes or without quotes")
        for token in tokens(sql)
        if token.kind == "quoted"
    ]
    if names[:1] != (FIRST_COLUMN,):
        problems.append(Problem(file, line, "the first column must be the subject"))
    return problems


def lint_rule(
    facts: FactSet, files: PackFiles, rule: Rule, content_ids: frozenset[str]
) -> list[Problem]:
    """Query, evidence, sentence and examples of a rule.

    ``content_ids`` are the identifiers of the content rules whose matches it may ask for.
    """
    problems = lint_query(facts, rule.sql, rule.file, rule.line)
    if problems:
        return problems
    problems += [
        Problem(rule.file, rule.line + token.line, REFUSED_WORDS[token.text])
        for token in tokens(rule.sql)
        if token.kind == "word" and token.text in REFUSED_WORDS
    ]
    problems += _lint_outputs(rule, outputs(rule.sql), facts.gate.names(rule.sql))
    examples = examples_of(files, rule.file)
    problems += examples.problems
    problems += _lint_matches(examples, content_ids)
    return [*problems, *_lint_examples(facts, rule, examples)]


def _lint_outputs(
    rule: Rule, selected: Sequence[Output], names: Sequence[str]
) -> Iterable[Problem]:
    if not selected:
        yield Problem(
            rule.file, rule.line, "a rule is one SELECT; make two rules of a compound one"
        )
        return
    if len(selected) != len(names):
        yield Problem(rule.file, rule.line, "name each column; * can't be traced to evidence")
        return
    if len(selected) == 1:
        yield Problem(rule.file, rule.line, "select at least one column of evidence")
    for output, name in zip(selected[1:], names[1:], strict=True):
        if output.table is None:
            yield Problem(rule.file, rule.line, f"column {name!r} shows no alias.column of a table")
        if not output.name:
            yield Problem(rule.file, rule.line, f"give {name!r} a name with AS")
    known = {output.name for output in selected[1:]}
    for language in LANGUAGES:
        for place in places(rule.says.of(language)):
            if place not in known:
                message = f"says.{language} names {{{place}}}, which is no column of the query"
                yield Problem(rule.file, 1, message)


def examples_of(files: PackFiles, rule_file: str) -> Examples:
    """The examples beside a rule; a missing file is a problem of theirs."""
    path = f"{rule_file.rpartition('.')[0]}.examples.toml"
    try:
        text = files.read(path).decode("utf-8")
    except (ConfigurationError, UnicodeDecodeError) as error:
        problem = Problem(path, 0, f"examples that fire and stay quiet are needed: {error}")
        return Examples(path=path, cases=(), problems=(problem,))
    return read_examples(text, path)


def _lint_matches(examples: Examples, content_ids: frozenset[str]) -> Iterable[Problem]:
    for case in examples.cases:
        for row in case.rows:
            if case.fires and isinstance(row, YaraMatch) and row.rule not in content_ids:
                yield Problem(examples.path, case.line, f"no content rule is named {row.rule!r}")


def _lint_examples(facts: FactSet, rule: Rule, examples: Examples) -> Iterable[Problem]:
    alone: set[int] = set()
    for index, case in enumerate(examples.cases):
        try:
            fired = _fired(facts, rule, [case])
        except QueryError as error:
            yield Problem(examples.path, case.line, f"the rule fails on {case.name!r}: {error}")
            return
        if fired:
            alone.add(index)
        if fired != _fired(facts, rule, [replace(case, rows=case.rows[::-1])]):
            message = f"gives another result if the facts of {case.name!r} come in another order"
            yield Problem(rule.file, rule.line, message)
        if bool(fired) is not case.fires:
            does = "stays quiet on" if case.fires else "fires on"
            yield Problem(examples.path, case.line, f"the rule {does} {case.name!r}")
    if _fired(facts, rule, examples.cases).keys() != alone:
        message = "gives another result for many subjects than for each: join on the subject"
        yield Problem(rule.file, rule.line, message)


def _fired(
    facts: FactSet, rule: Rule, cases: Sequence[Example]
) -> dict[int, set[tuple[object, ...]]]:
    """Evidence by position of the examples that the rule fires on. Raises: QueryError."""
    facts.load_by_position([case.facts(rule.kind) for case in cases])
    found: dict[int, set[tuple[object, ...]]] = {}
    for subject, *cells in facts.gate.query(rule.sql):
        if isinstance(subject, int) and any(cell is not None for cell in cells):
            found.setdefault(subject, set()).add(tuple(cells))
    return found


def content_rule_ids(rules: Iterable[ContentRule]) -> frozenset[str]:
    """Identifiers that content rules declare."""
    return frozenset(name for rule in rules for name in CONTENT_RULE.findall(rule.source))


def lint_content_rule(files: PackFiles, rule: ContentRule) -> list[Problem]:
    """Whether a file of YARA rules compiles and matches its examples only."""
    examples = examples_of(files, rule.file)
    try:
        scan = PackScanner((rule,), rule.file)
    except PackError as error:
        return [*examples.problems, *error.problems]
    wrong = [
        Problem(examples.path, case.line, f"no rule matches {case.name!r}")
        if case.fires
        else Problem(examples.path, case.line, f"a rule matches {case.name!r}")
        for case in examples.cases
        if bool(scan(case.content)) is not case.fires
    ]
    return [*examples.problems, *wrong]
