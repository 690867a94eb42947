import io
import sys
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.outlook import OutlookFile, OutlookMail
from kakekomi.drill.pst import make_pst
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import body, header, mime, pst
from kakekomi.mail.mapi import Tag

ARCHIVE = b"PK" * 9_000
FOLDERS = {
    "受信": [
        OutlookMail(
            text="本文",
            subject="請求書",
            files=[
                OutlookFile(name="表.zip", content=ARCHIVE),
                OutlookFile(name="s", content=b"x"),
            ],
        ),
        OutlookMail(subject="two"),
    ],
    "送信": [OutlookMail(subject="three")],
}


def read(folders: Mapping[str, Sequence[OutlookMail]]) -> list[tuple[int, mime.Entity]]:
    mails: list[tuple[int, mime.Entity]] = []
    for position, mail in pst.read(io.BytesIO(make_pst(folders))):
        assert isinstance(mail, bytes)
        mails.append((position, mime.parse(mail)))
    return mails


def test_the_messages_of_all_folders_are_read_in_order() -> None:
    found = [(position, header.read(mail).subject) for position, mail in read(FOLDERS)]

    assert found == [(1, "請求書"), (2, "two"), (3, "three")]


def test_text_people_and_files_are_those_of_the_message() -> None:
    mail = read(FOLDERS)[0][1]
    fields, shown = header.read(mail), body.read(mail)

    assert shown.text == "本文"
    assert [one.address for one in fields.from_list.mailboxes] == ["taro@partner.example"]
    assert [one.address for one in fields.to.mailboxes] == ["hanako@company.example"]
    assert [(file.entity.filename, file.entity.body()) for file in shown.files] == [
        ("表.zip", ARCHIVE),
        ("s", b"x"),
    ]


def test_many_messages_are_all_read() -> None:
    mails = [OutlookMail(subject=f"mail {number}") for number in range(60)]

    assert [header.read(mail).subject for _, mail in read({"a": mails})] == [
        f"mail {number}" for number in range(60)
    ]


def test_contacts_and_appointments_are_no_mail() -> None:
    def item(kind: str) -> OutlookMail:
        return OutlookMail(subject=kind, properties={Tag.MESSAGE_CLASS: kind})

    kinds = ["IPM.Contact", "IPM.Appointment", "IPM.Schedule.Meeting.Request", "IPM.Task"]
    found = read({"a": [item(kind) for kind in kinds]})

    assert [header.read(mail).subject for _, mail in found] == ["IPM.Schedule.Meeting.Request"]


def test_a_message_inside_a_message_is_told_as_not_read() -> None:
    inner = OutlookFile(name="in", message=OutlookMail())
    (file,) = body.read(read({"a": [OutlookMail(files=[inner])]})[0][1]).files

    assert file.entity.filename == "in"
    assert [defect.detail for defect in file.entity.content().defects] == ["x-not-read"]


def test_other_files_are_refused() -> None:
    with pytest.raises(ParseError):
        list(pst.read(io.BytesIO(b"!BDN" + bytes(600))))


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypff", None)

    with pytest.raises(UnsupportedError, match="libpff-python"):
        list(pst.read(io.BytesIO(make_pst(FOLDERS))))


DATA = make_pst(FOLDERS)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), max_size=8))
def test_any_damage_leaves_mails_and_errors_or_is_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for at, value in changes:
        data[at] = value
    try:
        found = [mail for _, mail in pst.read(io.BytesIO(bytes(data)))]
    except ParseError:
        return

    assert {type(mail) for mail in found} <= {bytes, ParseError}
