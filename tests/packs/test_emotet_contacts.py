"""The sources and contacts of the Emotet pack: whose, where, how far verified, and when.

Read with the standard library alone, as in ``test_emotet_words``.
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

import kakekomi.packs

EMOTET: Final = Path(kakekomi.packs.__file__).parent / "emotet"
LANGUAGES: Final = {"ja", "en"}
VERIFIED: Final = {"read", "partly", "secondary", "unverified"}

# Takes 03-6271-8901, 0570-078374 and #9110; refuses the dates 2022-03-07 and 2026-11-24.
PHONE: Final = re.compile(r"(?<![\d-])0\d{1,3}-(?:\d{2,4}-\d{3,4}|\d{6})(?![\d-])|#\d{4}")


def read_table(name: str) -> dict[str, Any]:
    return tomllib.loads((EMOTET / name).read_text(encoding="utf-8"))


SOURCES: Final = read_table("sources.toml")["source"]
CONTACTS: Final = read_table("contacts.toml")["contact"]
READY: Final = read_table("contacts.toml")["ready"]
TEXTS: Final = sorted(EMOTET.rglob("*.md"))

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["id"])
every_contact = pytest.mark.parametrize("contact", CONTACTS, ids=lambda contact: contact["id"])


@every_source
def test_a_source_says_whose_it_is_where_and_how_far_it_was_verified(
    source: dict[str, Any],
) -> None:
    assert source.keys() - {"published", "updated", "page_date"} == {
        *("id", "title", "publisher", "url", "checked_at", "verified", "note")
    }
    assert source["verified"] in VERIFIED
    assert source["url"].startswith("https://")
    for words in (source["title"], source["publisher"], source["note"]):
        assert set(words) == LANGUAGES
        assert all(words.values())


@every_source
def test_no_date_of_a_source_is_later_than_its_check(source: dict[str, Any]) -> None:
    dates = [source[key] for key in ("published", "updated", "page_date") if key in source]

    assert type(source["checked_at"]) is date
    assert all(day <= source["checked_at"] for day in dates)


@every_contact
def test_a_contact_is_worded_in_both_languages_and_cites_a_source(contact: dict[str, Any]) -> None:
    assert contact["source"] in {source["id"] for source in SOURCES}
    assert contact["verified"] in {"page", "named"}
    assert type(contact["checked_at"]) is date
    for key in {"name", "for", "hours", "note"} & contact.keys():
        assert set(contact[key]) == LANGUAGES


@every_contact
def test_a_phone_number_bears_the_page_it_stood_on_and_its_date(contact: dict[str, Any]) -> None:
    if "phone" in contact:
        assert PHONE.fullmatch(contact["phone"])
        assert contact["verified"] == "page"
        assert contact["page"].startswith("https://")
        assert contact["page_date"] <= contact["checked_at"]


@every_contact
def test_no_number_hides_in_the_words_of_a_contact(contact: dict[str, Any]) -> None:
    worded = {key: value for key, value in contact.items() if key in {"name", "for", "hours"}}

    assert PHONE.findall(str(worded)) == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_phone_numbers_stand_in_the_contacts_only(path: Path) -> None:
    assert PHONE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("taken", ["03-6271-8901", "0570-078374", "#9110"])
def test_the_phone_pattern_takes_numbers(taken: str) -> None:
    assert PHONE.fullmatch(taken)


@pytest.mark.parametrize("refused", ["2022-03-07", "2026-11-24", "03-6271", "## 1", "#9110 "])
def test_the_phone_pattern_refuses_dates_and_fragments(refused: str) -> None:
    assert PHONE.fullmatch(refused) is None


def test_each_thing_to_have_ready_is_worded_in_both_languages() -> None:
    words = [READY["title"], READY["says"], *(item["text"] for item in READY["item"])]

    assert [entry for entry in words if set(entry) != LANGUAGES or not all(entry.values())] == []


@pytest.mark.parametrize("rows", [SOURCES, CONTACTS, READY["item"]])
def test_ids_of_sources_contacts_and_things_to_have_ready_are_unique(
    rows: list[dict[str, Any]],
) -> None:
    ids = [row["id"] for row in rows]

    assert len(set(ids)) == len(ids)


def test_the_escalation_ladder_begins_inside() -> None:
    ladder = sorted(CONTACTS, key=lambda contact: contact["order"])

    assert [contact["order"] for contact in ladder] == list(range(1, len(CONTACTS) + 1))
    assert [contact["id"] for contact in ladder[:3]] == [
        *("own-administrator", "shop-or-maintainer", "jnsa-list")
    ]
