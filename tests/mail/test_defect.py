"""The list of defects."""

from kakekomi.mail.defect import LIMITS, DefectKind


def test_exactly_the_kinds_named_limit_are_limits() -> None:
    assert {kind for kind in DefectKind if kind.value.endswith("_limit")} == LIMITS
