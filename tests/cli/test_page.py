import base64
import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from cli.documents import make_document, make_finding, make_gap
from kakekomi.check.labels import Labels
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.cli.page import Page, render
from kakekomi.cli.words import load
from kakekomi.guide.document import EvidenceDocument, NextStep, VerdictDocument

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "article", "ul", "ol",
    "li", "code", "span", "bdi",
}  # fmt: skip


class _Tags(HTMLParser):
    """Collects tags and attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def _page(
    *documents: VerdictDocument, problems: Sequence[Problem] = (), language: str = "en"
) -> str:
    words = load(Language(language))
    page = Page(documents=documents, problems=problems, summary=["2 in all"])
    return render(page, words, Labels())


def _hostile(text: str) -> VerdictDocument:
    evidence = (EvidenceDocument(table="attachment", column="name", value=text),)
    return make_document(
        subject=text,
        findings=(make_finding(title=text, says=text, evidence=evidence),),
        gaps=(make_gap(says=text),),
        next_steps=(NextStep(step="x", says=text),),
        pattern=text,
    )


@given(st.text())
def test_no_text_becomes_a_tag_or_an_attribute(text: str) -> None:
    page = _Tags(_page(_hostile(text), problems=[Problem(name=text, key="problem.no_such_file")]))

    assert set(page.tags) <= ALLOWED
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}


def test_hostile_markup_is_shown_as_it_is_written() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'

    page = _page(_hostile(hostile))

    assert "<script" not in page
    assert "<img" not in page
    assert hostile in _Tags(page).text


def test_letters_that_turn_the_reading_direction_are_spelled_out() -> None:
    page = _page(_hostile("invoice\u202efdp.exe"))

    assert "\u202e" not in page
    assert "invoice[U+202E]fdp.exe" in page


def test_the_policy_allows_nothing_but_the_one_style_sheet() -> None:
    page = _page(make_document())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    assert (
        f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none';"
        " form-action 'none'\""
    ) in page
    assert " style=" not in page


def test_the_page_says_all_of_the_verdict() -> None:
    text = _Tags(_page(make_document(), problems=[Problem(name="b", key="problem.mailbox")])).text

    for said in (
        "SUSPICIOUS: This mail",
        "The attachment is encrypted.",
        "a.zip",
        "(attachment.name)",
        "weight 8 dB",
        "T1566.001",
        "Other malware was not looked for.",
        "received_only",
        "Call the sender.",
        "2 in all",
        "b: mail of this format",
        "2022-03-07 09:30 UTC",
    ):
        assert said in text


def test_the_page_is_in_the_language_asked_for() -> None:
    page = _page(make_document(), language="ja")

    assert '<html lang="ja">' in page
    assert "次にすること" in page
