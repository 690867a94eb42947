import re
from html.parser import HTMLParser

import pytest

from guide.cases import emotet, pack_with
from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.card import CARD_FILE, card_html, read_card
from kakekomi.packs.model import LANGUAGES, Language

TEXT = emotet().text(CARD_FILE)


class Outline(HTMLParser):
    """Tags in use, references outwards, and whether every tag is closed in its place."""

    VOID = frozenset({"meta"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.references: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.references += [name for name, _ in attrs if name in {"src", "href", "action"}]
        self.references += [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_stands_alone(language: Language) -> None:
    page = card_html(emotet(), language)
    outline = Outline(page)

    assert outline.open == []
    assert outline.references == []
    assert outline.tags.isdisjoint({"script", "img", "link", "iframe", "object"})
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_runs_from_nought_to_fifteen_without_a_hole(language: Language) -> None:
    clock = re.findall(r"<b>(\d+)–(\d+)</b>", card_html(emotet(), language))

    assert clock == [("0", "1"), ("1", "3"), ("3", "5"), ("5", "15")]


def test_the_first_thing_on_the_card_is_to_cut_off() -> None:
    page = card_html(emotet(), Language.JA)

    first = page.index(emotet().step("isolate-pc").says.ja)
    others = [
        page.index(emotet().step(name).says.ja)
        for phase in read_card(emotet()).phase
        for name in phase.steps
        if name != "isolate-pc"
    ]
    assert first < min(others)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.JA,
            ["開いた時刻", "件名", "差出人", "添付ファイル", "押したボタン", "システム管理者"],
        ),
        (Language.EN, ["Opened at", "Subject", "Sender", "Attachment", "Button", "Administrator"]),
    ],
)
def test_there_is_room_for_what_will_be_asked_later(language: Language, words: list[str]) -> None:
    blanks = re.findall(r'<div class="blank[^"]*">([^<]+)', card_html(emotet(), language))

    assert all(any(word in blank for blank in blanks) for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_stands_beside_the_date_of_its_page(language: Language) -> None:
    page = card_html(emotet(), language)
    rows = re.findall(r'<td class="number">([^<]+)</td><td class="date">([^<]*)</td>', page)

    assert ("03-6271-8901", "2023-11-22 確認") in rows or language is Language.EN
    assert all(re.search(r"\d{4}-\d\d-\d\d", dated) for _, dated in rows)
    assert len(rows) == page.count('class="number"') > 0


def test_words_of_a_pack_are_no_markup() -> None:
    text = TEXT.replace('ja = "しないこと"', 'ja = "<script>x</script>"')

    page = card_html(pack_with(CARD_FILE, text), Language.JA)

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('"isolate-pc"', '"gone"', "gone", id="unknown step"),
        pytest.param('"ppc"', '"nobody"', "nobody", id="unknown contact"),
        pytest.param("from_min", "since", "card.toml", id="unknown key"),
        pytest.param("[[phase]]", "[[phase", "card.toml", id="no TOML"),
    ],
)
def test_what_is_wrong_with_a_card_is_named(old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        card_html(pack_with(CARD_FILE, TEXT.replace(old, new)), Language.JA)
