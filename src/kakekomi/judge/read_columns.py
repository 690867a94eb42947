"""Tell which columns rules may read, so that no others are loaded.

A mail's text is most of its facts, and no rule may look at it. The answer is never too small: every
word of a rule that is the name of a column counts as one, in each table the rule names; a ``*`` or
a natural join, which name none, count as all.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kakekomi.facts.fact_set import ReadColumns
from kakekomi.facts.row import Row, columns
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.packs.model import Rule
from kakekomi.packs.tokens import tokens

BEFORE_ALL: Final = frozenset({"select", "distinct", "all", ",", "."})
"""What stands before a ``*`` that means all columns; elsewhere it multiplies or counts rows."""


def read_columns(rules: Iterable[Rule]) -> ReadColumns:
    """Tables that these rules name, with the columns that they may read of each."""
    found: defaultdict[type[Row], set[str]] = defaultdict(set)
    for rule in rules:
        words = _words(rule.sql)
        for name in rule.tables:
            table = TABLE_BY_NAME[name]
            known = {column.name for column in columns(table)}
            found[table] |= known if words is None else known & words
    return {
        table: tuple(column.name for column in columns(table) if column.name in names)
        for table, names in found.items()
    }


def _words(sql: str) -> frozenset[str] | None:
    """Words and quoted names of a query in lower case; None if it reads columns unnamed."""
    words: set[str] = set()
    before = ""
    for token in tokens(sql):
        if (token.text == "*" and before in BEFORE_ALL) or token.text == "natural":
            return None
        words.add(token.text.strip('"`[]').lower())
        before = token.text
    return frozenset(words)
