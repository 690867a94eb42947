from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.drill.documents import make_xlsm
from kakekomi.drill.mail import Attachment as Attached
from kakekomi.drill.mail import make_mail
from kakekomi.drill.outlook import OutlookFile, OutlookMail, make_msg
from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import (
    Attachment,
    Correspondent,
    Message,
    Office,
    OwnDomain,
    Password,
    Url,
    YaraMatch,
)
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.mail.collect import collect
from kakekomi.mail.context import MailContext


def make_emotet_like(cipher: ZipCipher = ZipCipher.AES, charset: str = "iso-2022-jp") -> bytes:
    archive = make_zip(
        [ZipMember(name="請求書.xlsm", content=make_xlsm())], password="Kx82", cipher=cipher
    )
    return make_mail(
        "お世話になっております。\n添付ファイルをご確認ください。\n解凍パスワード：Kx82\n",
        subject="Re: 請求書の件",
        charset=charset,
        attachments=[Attached(name="請求書.zip", data=archive, content_type="application/zip")],
    )


def gaps(facts: SubjectFacts) -> set[tuple[What, Why]]:
    return {(gap.what, gap.why) for gap in facts.of(Gap)}


def test_the_subject_is_the_name_given_and_its_kind_mail() -> None:
    facts = collect(make_mail(), subject="inbox/1.eml")

    assert (facts.subject, facts.kind) == ("inbox/1.eml", Kind.MAIL)
    assert len(facts.of(Message)) == 1


@pytest.mark.parametrize("cipher", ZipCipher)
@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "cp932"])
def test_the_password_of_the_body_opens_the_archive(cipher: ZipCipher, charset: str) -> None:
    facts = collect(make_emotet_like(cipher, charset), subject="m")
    archive, document = sorted(facts.of(Attachment), key=lambda row: row.node)[:2]

    assert facts.of(Password) == (Password(value="Kx82", label="解凍パスワード", source="body"),)
    assert (archive.name, archive.detected_type, archive.encrypted, archive.opened_with) == (
        "請求書.zip",
        "zip",
        True,
        "Kx82",
    )
    assert (document.name, document.parent, document.detected_type) == (
        "請求書.xlsm",
        archive.node,
        "ooxml",
    )
    assert [(row.node, row.macro, row.autoexec) for row in facts.of(Office)] == [
        (document.node, True, True)
    ]


def test_a_password_given_by_the_user_opens_it_too_and_is_no_row() -> None:
    archive = make_zip([ZipMember(name="a.txt", content=b"x")], password="own")
    data = make_mail(attachments=[Attached(name="a.zip", data=archive)])
    facts = collect(data, subject="m", context=MailContext(passwords=("own",)))

    assert facts.of(Attachment)[-1].opened_with == "own"
    assert facts.of(Password) == ()


def test_a_known_password_is_tried_last_and_is_no_row() -> None:
    archive = make_zip([ZipMember(name="a.txt", content=b"x")], password="infected")
    data = make_mail("PW: abc12", attachments=[Attached(name="a.zip", data=archive)])
    context = MailContext(known_passwords=("infected", "abc12"))

    facts = collect(data, subject="m", context=context)

    assert [row.opened_with for row in facts.of(Attachment)][-1] == "infected"
    assert [row.value for row in facts.of(Password)] == ["abc12"]


def test_a_password_in_the_subject_line_names_its_source() -> None:
    facts = collect(make_mail(subject="PW: abc12"), subject="m")

    assert facts.of(Password) == (Password(value="abc12", label="PW", source="subject"),)


@pytest.mark.parametrize(
    ("password", "text", "value"),
    [("ab12.", "Password: ab12.", "ab12."), ("ab12", "パスワード：ａｂ１２", "ａｂ１２")],
)
def test_a_password_row_is_verbatim_and_what_opened_it_exact(
    password: str, text: str, value: str
) -> None:
    archive = make_zip([ZipMember(name="a.txt", content=b"x")], password=password)
    facts = collect(
        make_mail(text, attachments=[Attached(name="a.zip", data=archive)]), subject="m"
    )

    assert [row.value for row in facts.of(Password)] == [value]
    assert facts.of(Attachment)[-1].opened_with == password


def test_without_a_password_the_archive_stays_closed_and_is_a_gap() -> None:
    archive = make_zip([ZipMember(name="a.doc", content=b"secret")], password="?")
    facts = collect(make_mail(attachments=[Attached(name="a.zip", data=archive)]), subject="m")
    member = next(row for row in facts.of(Attachment) if row.parent is not None)

    assert (member.name, member.sha256, member.inflated_bytes) == ("a.doc", None, 6)
    assert (What.ATTACHMENT, Why.ENCRYPTED) in gaps(facts)


def test_links_are_rows_and_their_targets_a_gap() -> None:
    data = make_mail(html='<a href="http://evil.example/a.zip">www.bank.example</a>')
    facts = collect(data, subject="m")

    assert facts.of(Url) == (
        Url(
            node=None,
            text="www.bank.example",
            href="http://evil.example/a.zip",
            host="evil.example",
            text_host="www.bank.example",
            extension="zip",
        ),
    )
    assert (What.LINK_TARGET, Why.BEYOND_THIS_CHECK) in gaps(facts)


def test_an_address_or_anchor_is_no_link_target_left_unchecked() -> None:
    facts = collect(
        make_mail(html='<a href="mailto:a@b.example">x</a><a href="#t">y</a>'), subject="m"
    )

    assert [row.host for row in facts.of(Url)] == [None, None]
    assert gaps(facts) == set()


def test_text_that_no_character_set_explains_is_a_gap() -> None:
    data = make_mail("x").replace(b"\r\n\r\nx", b"\r\n\r\n\x1b$B\xff\xfe$$\x1b(B")

    assert (What.TEXT, Why.UNREADABLE) in gaps(collect(data, subject="m"))


def test_a_mail_of_nothing_but_pictures_says_so() -> None:
    facts = collect(make_mail(" ", html="<img src='cid:1'>"), subject="m")

    assert facts.of(Message)[0].picture_only
    assert (What.PICTURE, Why.UNSUPPORTED) in gaps(facts)


def test_only_known_people_who_share_name_or_address_are_rows() -> None:
    taro = Correspondent(
        address="yamada@partner.example",
        name="Taro Yamada",
        messages=3,
        last_at=datetime(2022, 2, 1, tzinfo=UTC),
    )
    other = Correspondent(address="other@partner.example", name="Other")
    context = MailContext(own_domains=("Company.Example",), correspondents=(other, taro))
    data = make_mail(sender="Taro Yamada <x@evil.example>")
    facts = collect(data, subject="m", context=context)

    assert facts.of(Correspondent) == (taro,)
    assert facts.of(OwnDomain) == (OwnDomain(domain="company.example"),)


def test_an_address_inside_the_display_name_finds_its_owner() -> None:
    taro = Correspondent(address="taro@partner.example", name="T")
    data = make_mail(sender='"taro@partner.example" <x@evil.example>')
    facts = collect(data, subject="m", context=MailContext(correspondents=(taro,)))

    assert facts.of(Correspondent) == (taro,)
    assert facts.of(Message)[0].from_name_address == "taro@partner.example"


def test_content_rules_see_each_attachment_and_member_once() -> None:
    seen: list[bytes] = []

    def scanner(data: bytes, /) -> Iterable[str]:
        seen.append(data)
        return ["found"] if data == b"needle" else []

    archive = make_zip(
        [ZipMember(name="a", content=b"needle"), ZipMember(name="b", content=b"hay")]
    )
    data = make_mail(attachments=[Attached(name="a.zip", data=archive)])
    facts = collect(data, subject="m", scanner=scanner)
    node = next(row.node for row in facts.of(Attachment) if row.name == "a")

    assert sorted(seen) == sorted([archive, b"needle", b"hay"])
    assert facts.of(YaraMatch) == (YaraMatch(rule="found", node=node),)


def test_a_content_rule_that_crashes_is_a_gap() -> None:
    def scanner(data: bytes, /) -> Iterable[str]:
        raise RuntimeError(data)

    data = make_mail(attachments=[Attached(name="a.bin", data=b"x")])

    assert (What.CONTENT_RULES, Why.FAILED) in gaps(collect(data, subject="m", scanner=scanner))


def test_a_cut_mail_still_gives_its_facts_and_a_gap() -> None:
    whole = make_emotet_like()
    facts = collect(whole[: len(whole) * 2 // 3], subject="m")

    assert facts.of(Message)[0].subject_line == "Re: 請求書の件"
    assert (What.PART, Why.DAMAGED) in gaps(facts)


def test_what_is_no_mail_is_refused() -> None:
    with pytest.raises(ParseError):
        collect(b"%PDF-1.7 nothing like a mail", subject="m")


@given(st.binary(max_size=500))
def test_any_bytes_give_facts_or_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        collect(b"From: a@b.example\r\n" + data, subject="m")


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_mail_gives_facts(at: int, value: int) -> None:
    data = bytearray(make_emotet_like())
    data[at % len(data)] = value
    with suppress(ParseError):
        collect(bytes(data), subject="m")


def test_a_message_file_of_outlook_is_a_mail() -> None:
    data = make_msg(OutlookMail(subject="請求書", files=[OutlookFile(name="a.txt", content=b"x")]))
    facts = collect(data, subject="a.msg")
    (message,) = facts.of(Message)

    assert (message.subject_line, message.from_address) == ("請求書", "taro@partner.example")
    assert message.size_bytes == len(data)
    assert [(row.node, row.parent, row.name) for row in facts.of(Attachment)] == [
        (0, None, "a.txt")
    ]
