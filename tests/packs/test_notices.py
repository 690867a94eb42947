import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language
from kakekomi.packs.notices import (
    NOTICES_FILE,
    NoticeKind,
    notice_template,
    parse_notices,
    read_notices,
)

PACK = load_embedded()


def test_each_kind_has_rules_and_words_in_both_languages() -> None:
    notices = read_notices(PACK)

    assert {rules.id for rules in notices.kind} == set(NoticeKind)
    for kind in NoticeKind:
        assert notice_template(PACK, kind, Language.JA).startswith("件名: ")
        assert notice_template(PACK, kind, Language.EN).startswith("Subject: ")


def test_titles_and_remarks_are_found_by_the_id_of_the_fact() -> None:
    notices = read_notices(PACK)

    assert notices.titles(Language.JA)["telephone"] == "問い合わせの電話番号"
    assert notices.remarks(Language.EN)["organization"] == "Full name of your organization"


@pytest.mark.parametrize("data", [b"\xff", b"= 1", b"fact = 1", b"unknown = 1"])
def test_a_file_that_can_not_be_used_is_an_error_of_configuration(data: bytes) -> None:
    with pytest.raises(ConfigurationError, match=r"notices\.toml"):
        parse_notices(MemoryFiles({NOTICES_FILE: data}))
