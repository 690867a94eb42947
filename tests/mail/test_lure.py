import pytest

from kakekomi.mail import lure
from kakekomi.mail.document import Lure, LureKind


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("「コンテンツの有効化」を押す", LureKind.ENABLE_CONTENT, "コンテンツの有効化"),
        ("Click ENABLE\n  CONTENT now", LureKind.ENABLE_CONTENT, "ENABLE\n  CONTENT"),
        ("auf „Inhalt aktivieren“", LureKind.ENABLE_CONTENT, "Inhalt aktivieren"),
        ("「編集を有効にする」を", LureKind.ENABLE_EDITING, "編集を有効"),
        ("Bearbeitung aktivieren", LureKind.ENABLE_EDITING, "Bearbeitung aktivieren"),
        (
            r"C:\Program Files\Microsoft Office\Templates",
            LureKind.COPY_TO_TRUSTED,
            r"Microsoft Office\Templates",
        ),
        ("RELAUNCH REQUIRED", LureKind.COPY_TO_TRUSTED, "RELAUNCH REQUIRED"),
    ],
)
def test_a_lure_is_given_verbatim(text: str, kind: LureKind, phrase: str) -> None:
    assert lure.find(text) == (Lure(kind=kind, phrase=phrase),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "議事録を添付します。",
        "この機能を有効に使う",
        "We are able to edit content",
        "templates",
    ],
)
def test_ordinary_words_are_no_lure(text: str) -> None:
    assert lure.find(text) == ()


@pytest.mark.parametrize("codec", ["utf-16-le", "cp1252"])
@pytest.mark.parametrize("offset", [0, 1])
def test_a_lure_is_found_in_bytes_of_either_width_at_any_offset(codec: str, offset: int) -> None:
    raw = b"\0" * offset + "xxEnable Contentxx".encode(codec) + b"\0\0"

    assert lure.find_in_bytes(raw) == (Lure(kind=LureKind.ENABLE_CONTENT, phrase="Enable Content"),)


def test_japanese_is_found_in_bytes_though_its_units_look_like_capital_letters() -> None:
    raw = "「コンテンツの有効化」".encode("utf-16-le")

    assert lure.find_in_bytes(raw) == (
        Lure(kind=LureKind.ENABLE_CONTENT, phrase="コンテンツの有効化"),
    )


def test_blanks_without_end_are_not_quoted() -> None:
    (found,) = lure.find("enable" + " " * 1000 + "content")

    assert found.phrase == "enablecontent"


def test_every_phrase_has_a_stem_so_that_none_is_missed() -> None:
    assert [p for _, p in lure._PHRASES if not any(stem in p for stem in lure._STEMS)] == []
