import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.desk.counter.chart import BAR, HEIGHT, MAX_BARS, Bar, Chart

SVG = "{http://www.w3.org/2000/svg}"


def make_chart(*bars: Bar, title: str = "件数") -> Chart:
    return Chart(id="days", title=title, description="日ごとの件数", bars=bars)


def test_the_highest_bar_fills_the_picture_and_the_others_keep_its_scale() -> None:
    tree = ET.fromstring(make_chart(Bar("3/1", 2), Bar("3/2", 8), Bar("3/3", 0)).svg)  # noqa: S314

    assert [bar.get("height") for bar in tree.iter(f"{SVG}rect")] == [
        str(HEIGHT // 4),
        str(HEIGHT),
        "0",
    ]
    assert {bar.get("width") for bar in tree.iter(f"{SVG}rect")} == {str(BAR)}


def test_a_screen_reader_finds_title_and_description() -> None:
    tree = ET.fromstring(make_chart(Bar("3/1", 2)).svg)  # noqa: S314

    named = {part.get("id"): part.text for part in tree if part.get("id")}
    assert named[tree.get("aria-labelledby")] == "件数"
    assert named[tree.get("aria-describedby")] == "日ごとの件数"


def test_only_the_last_bars_are_drawn() -> None:
    tree = ET.fromstring(make_chart(*(Bar(str(n), n) for n in range(MAX_BARS + 9))).svg)  # noqa: S314

    assert len(list(tree.iter(f"{SVG}rect"))) == MAX_BARS


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"])))
def test_hostile_words_stay_words(text: str) -> None:
    tree = ET.fromstring(make_chart(Bar(text, 1), title=text).svg)  # noqa: S314

    assert len(list(tree.iter())) == 7
