from datetime import date

import pytest
from msgspec.structs import replace

from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.contacts import read_contacts
from kakekomi.guide.library import (
    Announcement,
    Severity,
    read_announcements,
    read_desks,
    read_faqs,
    read_overview,
    read_sources,
)
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language

PACK = load_embedded()

PAGE = b"""+++
id = "a"
title = "A"
asks = ["is it a"]
checked_at = 2026-11-24
+++

**A** it is.
"""


def make_announcement(valid_until: date | None) -> Announcement:
    return Announcement(
        id="a",
        title="A",
        checked_at=date(2026, 11, 24),
        severity=Severity.URGENT,
        valid_from=date(2026, 11, 24),
        valid_until=valid_until,
    )


def test_both_languages_have_the_same_pages() -> None:
    pages = [
        [[page.id for page in read(PACK, language)] for language in Language]
        for read in (read_faqs, read_announcements)
    ]

    assert all(ja == en for ja, en in pages)
    assert [read_overview(PACK, language).id for language in Language] == ["overview"] * 2


def test_a_page_is_its_front_matter_and_its_words() -> None:
    pack = replace(PACK, files=MemoryFiles({"faq/a.en.md": PAGE}))

    (faq,) = read_faqs(pack, Language.EN)

    assert (faq.id, faq.title, faq.asks, faq.checked_at, faq.body) == (
        "a",
        "A",
        ("is it a",),
        date(2026, 11, 24),
        "**A** it is.",
    )


@pytest.mark.parametrize("cut", [b"checked_at = 2026-11-24\n", b'asks = ["is it a"]\n'])
def test_a_page_without_what_a_page_needs_is_refused_by_name(cut: bytes) -> None:
    pack = replace(PACK, files=MemoryFiles({"faq/a.en.md": PAGE.replace(cut, b"")}))

    with pytest.raises(ConfigurationError, match=r"faq/a\.en\.md"):
        read_faqs(pack, Language.EN)


@pytest.mark.parametrize(
    ("today", "valid_until", "is_told"),
    [
        (date(2026, 11, 23), None, False),
        (date(2026, 11, 24), None, True),
        (date(2026, 12, 1), date(2026, 12, 1), True),
        (date(2026, 12, 2), date(2026, 12, 1), False),
    ],
)
def test_an_announcement_is_told_from_its_first_to_its_last_day(
    today: date,
    valid_until: date | None,
    *,
    is_told: bool,
) -> None:
    assert make_announcement(valid_until).is_current(today) is is_told


def test_each_source_that_a_page_names_is_listed() -> None:
    known = {source.id for source in read_sources(PACK)}

    named = {name for faq in read_faqs(PACK, Language.JA) for name in faq.sources}

    assert named <= known


def test_the_ladder_begins_inside_and_numbers_are_those_of_the_card() -> None:
    desks = read_desks(PACK).contact

    assert [desk.id for desk in desks[:2]] == ["own-administrator", "shop-or-maintainer"]
    assert {desk.id: desk.shown_phone for desk in desks} == {
        contact.id: contact.shown_phone for contact in read_contacts(PACK)
    }
    assert all(desk.purpose.ja for desk in desks)
    assert read_desks(PACK).ready.item
