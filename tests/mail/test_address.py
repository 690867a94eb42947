"""Address lists as they are really written."""

from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import address
from kakekomi.mail.address import AddressList, Mailbox


def pairs(raw: bytes) -> list[tuple[str, str]]:
    return [(mailbox.name, mailbox.address) for mailbox in address.parse_list(raw).mailboxes]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'"Sato, Jiro" <j@x.example>, b@y.example',
         [("Sato, Jiro", "j@x.example"), ("", "b@y.example")]),
        (b"a@x.example (Taro)", [("Taro", "a@x.example")]),
        (b"Taro a@x.example", [("Taro", "a@x.example")]),
        (b"Taro <a@x.example", [("Taro", "a@x.example")]),
        (b"a@x.example; b@y.example", [("", "a@x.example"), ("", "b@y.example")]),
        (b"<>", [("", "")]),
        (b"", []),
        (b" , ,", []),
        (b"undisclosed-recipients:;", [("undisclosed-recipients", "")]),
        (b"Team: a@x.example, b@y.example;", [("", "a@x.example"), ("", "b@y.example")]),
        (b"MAILER-DAEMON", [("MAILER-DAEMON", "")]),
        (b'"say \\"hi\\"" <a@x.example>', [('say "hi"', "a@x.example")]),
        (b"Taro\r\n\t<a@x.example>", [("Taro", "a@x.example")]),
        ("山田, 太郎 <t@x.example>, b@y.example".encode(),
         [("山田, 太郎", "t@x.example"), ("", "b@y.example")]),
        ("山田 太郎 <t@x.example>".encode("cp932"), [("山田 太郎", "t@x.example")]),
        ('"山田「ア」" <t@x.example>'.encode("iso2022_jp"), [("山田「ア」", "t@x.example")]),
        (b"=?utf-8?B?5bGx55Sw?= <t@x.example>", [("山田", "t@x.example")]),
        (b'"=?utf-8?B?5bGx55Sw?=" <t@x.example>', [("山田", "t@x.example")]),
        (b"=?utf-8?B?5bGx55Sw?=\r\n =?utf-8?B?5aSq6YOO?= <t@x.example>",
         [("山田太郎", "t@x.example")]),
    ],
)  # fmt: skip
def test_a_list_is_read_as_it_is_really_written(
    raw: bytes, expected: list[tuple[str, str]]
) -> None:
    assert pairs(raw) == expected


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'"boss@partner.example" <x@other.example>', "boss@partner.example"),
        (b"boss@partner.example <x@other.example>", "boss@partner.example"),
        (b'"Boss <boss@partner.example>" <x@other.example>', "Boss <boss@partner.example>"),
        (b"=?utf-8?Q?boss=40partner.example?= <x@other.example>", "boss@partner.example"),
    ],
)
def test_an_address_inside_the_name_is_told_from_the_real_one(raw: bytes, name: str) -> None:
    (mailbox,) = address.parse_list(raw).mailboxes

    assert (mailbox.name, mailbox.address) == (name, "x@other.example")
    assert mailbox.addresses_in_name == ("boss@partner.example",)


def test_everything_about_a_mailbox_is_kept() -> None:
    assert address.parse_list(b"=?utf-8?B?5bGx55Sw?= <T@X.Example>") == AddressList(
        (
            Mailbox(
                raw="=?utf-8?B?5bGx55Sw?= <T@X.Example>",
                name="山田",
                address="T@X.Example",
                domain="x.example",
            ),
        )
    )


def test_a_list_over_its_limits_is_cut_and_says_so() -> None:
    many = b",".join([b"a@x.example"] * (address.MAX_MAILBOXES + 1))
    found = address.parse_list(many)

    assert (len(found.mailboxes), found.truncated) == (address.MAX_MAILBOXES, True)
    assert address.parse_list(b"a@x.example," + b" " * address.MAX_FIELD_BYTES).truncated


@given(
    st.lists(
        st.tuples(
            st.text("abc ,.", max_size=8), st.from_regex(r"[a-z.]{1,8}@[a-z]{1,8}", fullmatch=True)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_sound_lists_are_read_as_the_standard_library_does(entries: list[tuple[str, str]]) -> None:
    text = ", ".join(f'"{name.strip()}" <{mail}>' for name, mail in entries)

    assert pairs(text.encode()) == [(n.strip(" ,\t"), a) for n, a in getaddresses([text])]


@given(st.binary(max_size=400))
def test_any_bytes_give_a_list(raw: bytes) -> None:
    assert isinstance(address.parse_list(raw), AddressList)


@pytest.mark.parametrize("unit", [b"a,", b"@", b"a", b"a@", b'"', b"(", b"<", b"a:", b"a@b"])
def test_long_hostile_lists_are_read_in_one_go(unit: bytes) -> None:
    assert isinstance(address.parse_list(unit * 100_000), AddressList)


@pytest.mark.parametrize(
    ("mail", "domain"), [("a@B.Example.", "b.example"), ("a@b@c", "c"), ("a", ""), ("a@", "")]
)
def test_the_domain_is_lower_case_and_behind_the_last_sign(mail: str, domain: str) -> None:
    assert address.domain_of(mail) == domain


@pytest.mark.parametrize(
    "entry",
    [
        b'"Sato, Jiro" <a@b.example>',
        b' "Sato "  <a@b.example>',
        b"Sato Jiro<a@b.example>",
        b'"" <a@b.example>',
        b"<a@B.example.>",
        b"<a b@c.example>",
        b"<>",
        b"a.b@c.example",
        b'"x@y.example" <a@b.example>',
        b"Sato [1] = <a@b.example>",
    ],
)
def test_an_entry_alone_is_read_as_it_is_among_others(entry: bytes) -> None:
    alone = address.parse_list(entry).mailboxes

    assert alone == address.parse_list(entry + b", x@y.example").mailboxes[:-1]
