import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ConfigurationError, ParseError
from kakekomi.notice.notice import Recipient, approve, holds, read_approval
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind
from notice.notices import NOW, make_approval, make_notice

CHANGES: dict[str, object] = {
    "text": "お取引先の皆さま\n",
    "subject_line": "別の件名",
    "sender_address": "keiri@company.example",
    "sender_name": "別の名前",
    "kind": NoticeKind.AFFECTED,
    "language": Language.EN,
    "recipients": (Recipient(address="other@partner.example"),),
}


@pytest.mark.parametrize("field", sorted(CHANGES))
def test_any_change_takes_the_approval_away(field: str) -> None:
    notice = make_notice()
    approval = make_approval(notice)

    assert holds(approval, notice)
    assert not holds(approval, msgspec.structs.replace(make_notice(), **{field: CHANGES[field]}))


def test_nobody_approves_without_a_name() -> None:
    assert not holds(None, make_notice())
    with pytest.raises(ConfigurationError):
        approve(make_notice(), by=" ", at=NOW)


def test_an_approval_is_read_as_it_was_written() -> None:
    approval = make_approval(make_notice())

    assert read_approval(msgspec.json.encode(approval)) == approval


@given(st.binary())
def test_any_bytes_are_an_approval_or_a_parse_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        read_approval(data)


def test_an_approval_of_another_version_is_refused() -> None:
    later = msgspec.structs.replace(make_approval(make_notice()), schema="kakekomi.other/2")

    with pytest.raises(ParseError, match="another version"):
        read_approval(msgspec.json.encode(later))
