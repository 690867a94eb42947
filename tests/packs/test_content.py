import pytest

from kakekomi.packs.content import PackScanner, content_scanner
from kakekomi.packs.load import load_files
from kakekomi.packs.model import ContentRule
from kakekomi.packs.problem import PackError
from packs.make_pack import make_files


def test_the_scanner_names_the_rules_that_match() -> None:
    scan = content_scanner(load_files(make_files()))

    assert tuple(scan(b"Sub AUTO_OPEN()")) == ("macro_word",)
    assert tuple(scan(b"")) == ()


def test_a_pack_without_content_rules_matches_nothing() -> None:
    assert tuple(PackScanner((), "mini")(b"Auto_Open")) == ()


@pytest.mark.parametrize(
    "source",
    [
        "rule x { condition: nonsense }",
        "rule",
        'include "/etc/passwd"',
        "rule x { condition: true } rule x { condition: true }",
    ],
)
def test_rules_that_do_not_compile_or_reach_outside_are_named(source: str) -> None:
    with pytest.raises(PackError, match=r"rules/content/x\.yar"):
        PackScanner((ContentRule(file="rules/content/x.yar", source=source),), "mini")
