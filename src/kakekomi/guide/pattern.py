"""Which infection patterns a case shows.

A case can show several at once: somebody opened a mail, and mails in our name go round. Both sets
of steps then apply; the pattern named first is the one whose first step is more urgent, in the
order that the pack gives them (opened before abused: the cable comes out first).
"""

from kakekomi.guide.case import Case


def case_patterns(case: Case) -> tuple[str, ...]:
    """Ids of the patterns that the case shows, the most urgent first."""
    return tuple(dict.fromkeys(pattern for pattern, _ in case.patterns))


def main_pattern(case: Case) -> str | None:
    """The most urgent pattern; None if the case shows none."""
    return next(iter(case_patterns(case)), None)
