"""Make the scanner for bytes out of a pack's YARA rules.

Compiling costs tens of milliseconds, so it is done once and only when something has to be
scanned. Rules may neither include files nor reach out: modules are off.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from kakekomi.packs.model import ContentRule, Pack
from kakekomi.packs.problem import PackError, Problem

if TYPE_CHECKING:
    import yara_x

MAX_SCAN_S: Final = 2
"""For one file; a mail may take 5 s in all."""

MAX_SCAN_BYTES: Final = 64 * 1024 * 1024
"""Of longer content only the beginning is scanned: padding comes last."""


class PackScanner:
    """Gives the identifiers of the content rules that match; see ``ContentScanner``."""

    __slots__ = ("_rules", "_scanner")

    def __init__(self, rules: tuple[ContentRule, ...], pack_id: str) -> None:
        self._scanner: Any = None
        self._rules = compiled(rules, pack_id)

    def __call__(self, data: bytes) -> Iterable[str]:
        """Identifiers in the order of the pack. Raises: TimeoutError after two seconds."""
        if self._rules is None:
            return ()
        import yara_x  # noqa: PLC0415  only when something is scanned

        if self._scanner is None:
            self._scanner = yara_x.Scanner(self._rules)
            self._scanner.set_timeout(MAX_SCAN_S)
        try:
            results = self._scanner.scan(data[:MAX_SCAN_BYTES])
        except yara_x.TimeoutError as error:
            raise TimeoutError(f"content rules took more than {MAX_SCAN_S} s") from error
        return tuple(rule.identifier for rule in results.matching_rules)


def content_scanner(pack: Pack) -> PackScanner:
    """The scanner of a pack. Raises: PackError if a rule does not compile."""
    return PackScanner(pack.content_rules, pack.id)


def compiled(rules: tuple[ContentRule, ...], pack_id: str) -> "yara_x.Rules | None":
    """All rules compiled together; None if there are none. Raises: PackError."""
    if not rules:
        return None
    import yara_x  # noqa: PLC0415  costs 30 ms

    compiler = yara_x.Compiler()
    compiler.enable_includes(False)  # noqa: FBT003  its only form
    problems: list[Problem] = []
    for rule in rules:
        try:
            compiler.add_source(rule.source, origin=rule.file)
        except yara_x.CompileError as error:
            problems.append(Problem(rule.file, 0, f"does not compile: {error}"))
    if problems:
        raise PackError(pack_id, problems)
    return compiler.build()
