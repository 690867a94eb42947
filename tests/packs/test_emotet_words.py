"""The words of the Emotet pack: complete in both languages, sourced, and free of verdicts.

They are read here with the standard library alone, so that a slip in the words and a slip in the
pack loader cannot hide each other.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

import kakekomi.packs

EMOTET: Final = Path(kakekomi.packs.__file__).parent / "emotet"
LANGUAGES: Final = ("ja", "en")
FENCE: Final = "+++\n"

SEED_ENQUIRIES: Final = frozenset(
    {
        "encrypted-zip",
        "our-name",
        "enabled-editing",
        "maybe-infected",
        "mac-and-phones",
        "antivirus-found-nothing",
        "emocheck",
        "recommend-a-vendor",
    }
)
STEPS: Final = frozenset(
    "isolate-pc keep-power-on record-what-happened tell-the-administrator warn-colleagues check-pc"
    " check-every-pc antivirus-full-scan change-mail-password change-other-passwords"
    " collect-original-mails ask-the-shown-sender save-evidence end-and-quarantine reinstall"
    " notify-partners notify-sender notify-affected legal-report watch-logs".split()
)
STAGES: Final = frozenset({"prevention", "suspected", "infected", "recovery", "closed"})
PATTERNS: Final = frozenset({"opened_attachment", "our_name_abused"})
LEAST_ASKS: Final = 8
"""Fewer ways of asking, and the search misses people who are in a hurry."""

FAQ_FIELDS: Final = {
    "id": str,
    "title": str,
    "asks": list,
    "tags": list,
    "stage": str,
    "patterns": list,
    "sources": list,
    "checked_at": date,
}
ANNOUNCEMENT_FIELDS: Final = {
    "id": str,
    "title": str,
    "severity": str,
    "valid_from": date,
    "valid_until": date,
    "sources": list,
    "checked_at": date,
}
OVERVIEW_FIELDS: Final = {"id": str, "title": str, "sources": list, "checked_at": date}

# Takes 安全です and 大丈夫です; refuses the question 大丈夫ですか.
VERDICT_JA: Final = re.compile(
    r"安全です(?!か)|安全(が|は)確認され|大丈夫です(?!か)|問題(は)?ありません"
    r"|心配(は)?(ありません|いりません)|安心です|安心してください|感染していません"
)
# Takes "the PC is safe"; refuses "find out whether it is infected".
VERDICT_EN: Final = re.compile(
    r"\b(is|are|be) (safe|clean|secure)\b|\bvirus-free\b|\bnot infected\b|\bno need to worry\b"
    r"|\bnothing to worry\b",
    re.IGNORECASE,
)
# Takes [text](step:isolate-pc); refuses [text](https://www.ipa.go.jp/).
INNER_LINK: Final = re.compile(r"\]\((step|faq|contact|announcement):([^)]*)\)")
# Takes [text](anything); refuses a bare (anything).
ANY_LINK: Final = re.compile(r"\]\(([^)]*)\)")
# Takes は (hiragana), ル (katakana), 届 (kanji); refuses "zip".
JAPANESE: Final = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One text of the pack, its front matter beside its body."""

    name: str
    language: str
    front: dict[str, Any]
    body: str

    @property
    def links(self) -> list[tuple[str, str]]:
        """Links inside the pack as (kind, target), in reading order."""
        return INNER_LINK.findall(self.body)


def name_of(page: Page) -> str:
    return f"{page.name}.{page.language}"


def read_page(path: Path) -> Page:
    name, language, _ = path.name.rsplit(".", 2)
    opening, front, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    assert opening == "", f"{path.name} does not begin with its front matter"
    return Page(name=name, language=language, front=tomllib.loads(front), body=body)


def read_pages(pattern: str) -> list[Page]:
    return [read_page(path) for path in sorted(EMOTET.glob(pattern))]


def ids_of(name: str, table: str) -> frozenset[str]:
    rows = tomllib.loads((EMOTET / name).read_text(encoding="utf-8"))[table]
    return frozenset(row["id"] for row in rows)


FAQ: Final = read_pages("faq/*.md")
ANNOUNCEMENTS: Final = read_pages("announcements/*.md")
OVERVIEW: Final = read_pages("overview.*.md")
PAGES: Final = FAQ + ANNOUNCEMENTS + OVERVIEW
SOURCE_IDS: Final = ids_of("sources.toml", "source")
CONTACT_IDS: Final = ids_of("contacts.toml", "contact")

every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
every_faq = pytest.mark.parametrize("page", FAQ, ids=name_of)


def fields_of(page: Page) -> dict[str, type]:
    if page in FAQ:
        return FAQ_FIELDS
    return ANNOUNCEMENT_FIELDS if page in ANNOUNCEMENTS else OVERVIEW_FIELDS


def names_in(pages: list[Page], language: str) -> list[str]:
    return [page.name for page in pages if page.language == language]


@pytest.mark.parametrize("pages", [FAQ, ANNOUNCEMENTS, OVERVIEW])
def test_each_text_is_there_in_both_languages(pages: list[Page]) -> None:
    assert names_in(pages, "ja") == names_in(pages, "en")
    assert {page.language for page in pages} == set(LANGUAGES)


def test_the_eight_enquiries_of_the_surge_are_all_answered() -> None:
    assert set(names_in(FAQ, "ja")) >= SEED_ENQUIRIES


@every_page
def test_front_matter_has_exactly_its_fields_and_the_id_is_the_file_name(page: Page) -> None:
    assert {key: type(value) for key, value in page.front.items()} == fields_of(page)
    assert page.front["id"] == page.name
    assert page.front["title"].strip()
    assert page.body.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_over_all_texts_of_a_language(language: str) -> None:
    ids = Counter(page.front["id"] for page in PAGES if page.language == language)

    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("name", [page.name for page in PAGES if page.language == "ja"])
def test_the_languages_differ_in_words_only(name: str) -> None:
    ja, en = (
        next(page for page in PAGES if page.name == name and page.language == language)
        for language in LANGUAGES
    )
    worded = {"title", "asks"}

    assert {key: value for key, value in ja.front.items() if key not in worded} == {
        key: value for key, value in en.front.items() if key not in worded
    }
    assert Counter(ANY_LINK.findall(ja.body)) == Counter(ANY_LINK.findall(en.body))
    assert shape_of(ja) == shape_of(en)


def shape_of(page: Page) -> list[str]:
    """Give the kind of each line that opens a heading, a list item or a quotation."""
    openings = (re.match(r"## |- |\d+\. |> |(?=\S)", line) for line in page.body.splitlines())
    return [opening.group() for opening in openings if opening]


@every_faq
def test_people_ask_in_many_ways_and_in_their_language(page: Page) -> None:
    asks = page.front["asks"]

    assert len(set(asks)) == len(asks) >= LEAST_ASKS
    assert sum(bool(JAPANESE.search(ask)) for ask in asks) == (
        len(asks) if page.language == "ja" else 0
    )


@every_faq
def test_stage_and_patterns_are_of_the_closed_sets(page: Page) -> None:
    assert page.front["stage"] in STAGES
    assert set(page.front["patterns"]) <= PATTERNS
    assert page.front["tags"]


@every_page
def test_each_text_cites_sources_that_exist(page: Page) -> None:
    cited = page.front["sources"]

    assert cited
    assert len(set(cited)) == len(cited)
    assert set(cited) <= SOURCE_IDS


@every_page
def test_links_inside_the_pack_lead_somewhere(page: Page) -> None:
    targets = {
        "step": STEPS,
        "faq": frozenset(names_in(FAQ, "ja")),
        "contact": CONTACT_IDS,
        "announcement": frozenset(names_in(ANNOUNCEMENTS, "ja")),
    }

    assert [link for link in page.links if link[1] not in targets[link[0]]] == []


@every_page
def test_no_text_pronounces_anything_safe(page: Page) -> None:
    verdict = VERDICT_JA if page.language == "ja" else VERDICT_EN

    assert verdict.findall(page.front["title"] + "\n" + page.body) == []


@pytest.mark.parametrize(
    ("pattern", "taken", "refused"),
    [
        (VERDICT_JA, "このパソコンは安全です。", "見つかりませんでした。大丈夫ですか"),
        (VERDICT_EN, "This PC is safe.", "Find out whether it is infected."),
        (JAPANESE, "zip 開いていい", "can i open this zip"),
        (INNER_LINK, "[a](step:isolate-pc)", "[a](https://www.ipa.go.jp/)"),
        (ANY_LINK, "[a](https://www.ipa.go.jp/)", "(a)"),
    ],
)
def test_the_patterns_of_this_test_take_and_refuse(
    pattern: re.Pattern[str], taken: str, refused: str
) -> None:
    assert (bool(pattern.search(taken)), bool(pattern.search(refused))) == (True, False)


@pytest.mark.parametrize(
    "page", [page for page in FAQ if page.front["stage"] in {"suspected", "infected"}], ids=name_of
)
def test_cutting_off_comes_before_checking(page: Page) -> None:
    steps = [target for kind, target in page.links if kind == "step"]

    if "isolate-pc" in steps and "check-pc" in steps:
        assert steps.index("isolate-pc") < steps.index("check-pc")


@every_page
def test_mail_passwords_are_changed_from_another_device(page: Page) -> None:
    if ("step", "change-mail-password") in page.links:
        assert ("別の端末" if page.language == "ja" else "another device") in page.body


def test_emocheck_takes_one_to_fifteen_minutes() -> None:
    ja, en = (
        next(page.body for page in FAQ if page.name == "emocheck" and page.language == language)
        for language in LANGUAGES
    )

    assert "1分から15分" in ja
    assert "1 to 15 minutes" in en


@pytest.mark.parametrize("page", ANNOUNCEMENTS, ids=name_of)
def test_an_announcement_is_dated_and_ends(page: Page) -> None:
    assert page.front["severity"] in {"urgent", "notice", "history"}
    assert page.front["valid_from"] == date.fromisoformat(page.name)
    assert page.front["valid_from"] < page.front["valid_until"]
