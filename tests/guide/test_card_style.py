import re

from kakekomi.guide.card_style import CARD_CSS


def test_the_sheet_is_a4_and_needs_nothing_from_outside() -> None:
    assert "size: A4 portrait" in CARD_CSS
    assert not re.search(r"url\(|@import|@font-face|https?:", CARD_CSS)


def test_no_colour_carries_meaning() -> None:
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", CARD_CSS))

    assert colours == {"#fff", "#000", "#999"}
