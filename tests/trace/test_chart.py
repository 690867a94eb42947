from xml.etree import ElementTree

from kakekomi.trace.chart import svg
from kakekomi.trace.document import Bar
from kakekomi.trace.explanation import Side

BARS = [Bar("<b>&@x.example\u202e", Side.PARTNER, 0.9), Bar("", Side.UNKNOWN, 0.1)]


def test_labels_of_strangers_are_text_and_nothing_else() -> None:
    drawing = svg(BARS, title="誰のメールか", unknown="分からない")
    texts = [one.text for one in ElementTree.fromstring(drawing).iter() if one.text]  # noqa: S314

    assert "<b>&@x.example" in texts
    assert "分からない" in texts


def test_each_bar_is_as_long_as_it_is_probable() -> None:
    drawing = ElementTree.fromstring(svg(BARS, title="", unknown=""))  # noqa: S314
    widths = [float(one.get("width") or 0) for one in drawing.iter() if one.tag.endswith("rect")]

    assert widths == [270.0, 30.0]
