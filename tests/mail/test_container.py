import io
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.documents import make_doc_ole, make_xlsm
from kakekomi.drill.mail import make_mail
from kakekomi.drill.mailbox import make_dotted_mailbox, make_mbox
from kakekomi.drill.outlook import OutlookMail, make_msg, make_tnef
from kakekomi.drill.pst import make_pst
from kakekomi.facts.errors import ParseError
from kakekomi.mail import container
from kakekomi.mail.container import BEGINNING_BYTES, ContainerKind, MailItem

MAIL = make_mail("text")
MBOX = make_mbox([MAIL, MAIL])
EMLX = b"%d      \n" % len(MAIL) + MAIL + b"<?xml version='1.0'?><plist/>"


def read(data: bytes, name: str, passwords: Sequence[str] = ()) -> list[MailItem]:
    kind = container.kind_of(name, data[:BEGINNING_BYTES])
    return list(container.open_container(io.BytesIO(data), kind, passwords=passwords))


def places(items: list[MailItem]) -> list[tuple[int, str, str]]:
    return [
        (one.position, one.place, str(one.data) if isinstance(one.data, ParseError) else "mail")
        for one in items
    ]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.eml", MAIL, ContainerKind.MAIL),
        ("a.eml", MBOX, ContainerKind.MAIL),
        ("1646127480.M1P2.host:2,S", MAIL, ContainerKind.MAIL),
        ("a.msg", make_msg(OutlookMail()), ContainerKind.MAIL),
        ("noname", make_tnef(OutlookMail()), ContainerKind.MAIL),
        ("a.emlx", EMLX, ContainerKind.EMLX),
        ("Inbox", MBOX, ContainerKind.MBOX),
        ("box.mbox", b"\r\n" + MBOX, ContainerKind.MBOX),
        ("a.bmf", MAIL, ContainerKind.DOTTED),
        ("a.mbx", make_dotted_mailbox([MAIL, MAIL]), ContainerKind.DOTTED),
        ("Outlook.ost", make_pst({}), ContainerKind.PST),
        ("mails.zip", make_zip([ZipMember(name="a", content=MAIL)]), ContainerKind.ZIP),
        ("Inbox.msf", b"// <!-- <mdb:mork:z v='1.4'/> -->", ContainerKind.INDEX),
        ("Folder.idx", b"\1\2", ContainerKind.INDEX),
        ("a.doc", make_doc_ole(), ContainerKind.OTHER),
        ("a.txt", b"Hello", ContainerKind.OTHER),
        ("empty", b"", ContainerKind.OTHER),
    ],
)
def test_a_file_is_told_by_its_beginning_and_name(
    name: str, data: bytes, kind: ContainerKind
) -> None:
    assert container.kind_of(name, data[:BEGINNING_BYTES]) is kind


@pytest.mark.parametrize(
    ("name", "data"), [("Inbox", MBOX), ("a.bmf", make_dotted_mailbox([MAIL, MAIL]))]
)
def test_mails_of_a_mailbox_are_named_by_their_position(name: str, data: bytes) -> None:
    assert places(read(data, name)) == [(1, ":1", "mail"), (2, ":2", "mail")]


def test_messages_of_a_data_file_are_named_by_their_position() -> None:
    data = make_pst({"a": [OutlookMail()], "b": [OutlookMail()]})

    assert places(read(data, "a.pst")) == [(1, ":1", "mail"), (2, ":2", "mail")]


@pytest.mark.parametrize(("name", "data"), [("a.eml", MAIL), ("a.emlx", EMLX)])
def test_a_single_mail_is_given_without_what_is_around_it(name: str, data: bytes) -> None:
    assert read(data, name) == [MailItem(position=1, place="", data=MAIL)]


def test_a_packed_folder_gives_its_mails_and_passes_over_the_rest() -> None:
    inner = make_zip([ZipMember(name="deep.eml", content=MAIL)])
    data = make_zip(
        [
            ZipMember(name="a/1.eml", content=MAIL),
            ZipMember(name="a/photo.jpg", content=b"\xff\xd8\xff\xe0"),
            ZipMember(name="a/report.xlsm", content=make_xlsm()),
            ZipMember(name="box", content=MBOX),
            ZipMember(name="受信.msg", content=make_msg(OutlookMail())),
            ZipMember(name="inner.zip", content=inner),
            ZipMember(name="broken.eml", content=b"\0\1\2"),
        ]
    )

    assert places(read(data, "mails.zip")) == [
        (1, "/a/1.eml", "mail"),
        (2, "/box:1", "mail"),
        (3, "/box:2", "mail"),
        (4, "/受信.msg", "mail"),
        (5, "/inner.zip/deep.eml", "mail"),
        (6, "/broken.eml", "mail"),
    ]


def test_a_locked_folder_is_opened_with_the_password_given() -> None:
    data = make_zip([ZipMember(name="1.eml", content=MAIL)], password="infected")

    assert places(read(data, "a.zip", ["infected"])) == [(1, "/1.eml", "mail")]
    assert places(read(data, "a.zip")) == [(1, "/1.eml", "zip: not unpacked: encrypted")]


def test_a_damaged_member_hides_no_other() -> None:
    members = [ZipMember(name=name, content=MAIL * 3) for name in ("1.eml", "2.eml")]
    data = bytearray(make_zip(members))
    data[60] ^= 0xFF

    assert places(read(bytes(data), "a.zip"))[-1][1:] == ("/2.eml", "mail")


def test_archives_inside_archives_end_at_the_cap() -> None:
    data = make_zip([ZipMember(name="x.eml", content=MAIL)])
    for _ in range(container.MAX_DEPTH + 1):
        data = make_zip([ZipMember(name="in.zip", content=data, deflate=False)])

    assert places(read(data, "a.zip")) == [
        (1, "/in.zip" * 4, "zip: archives inside archives, too deep")
    ]


def test_a_broken_archive_inside_is_told_and_a_broken_document_is_none_of_it() -> None:
    data = make_zip([ZipMember(name=name, content=b"PK\3\4") for name in ("a.zip", "a.docx")])

    assert [one.place for one in read(data, "x.zip")] == ["/a.zip"]


def test_an_archive_above_the_cap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_ZIP_BYTES", 10)

    with pytest.raises(ParseError, match="unpack it first"):
        read(make_zip([ZipMember(name="a.eml", content=MAIL)]), "a.zip")


def test_work_on_one_archive_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_UNPACKED_BYTES", len(MAIL))
    data = make_zip([ZipMember(name=name, content=MAIL) for name in ("1.eml", "2.eml")])

    assert places(read(data, "a.zip")) == [
        (1, "/1.eml", "mail"),
        (2, "/2.eml", "zip: too much in one archive"),
    ]


@pytest.mark.parametrize("kind", [ContainerKind.INDEX, ContainerKind.OTHER])
def test_what_holds_no_mail_gives_none(kind: ContainerKind) -> None:
    assert list(container.open_container(io.BytesIO(MAIL), kind)) == []


@given(st.binary(max_size=300), st.sampled_from(["a", "a.emlx", "a.bmf", "a.zip", "a.msg", ".idx"]))
def test_any_bytes_are_of_some_kind_and_opened_or_refused(data: bytes, name: str) -> None:
    with suppress(ParseError):
        read(data, name)
    for kind in ContainerKind:
        with suppress(ParseError):
            list(container.open_container(io.BytesIO(data), kind))
