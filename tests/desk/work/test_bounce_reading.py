"""Returned mails are found in whatever is handed in; anything else gives none."""

import io
import zipfile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.desk.work import bounce_reading
from kakekomi.desk.work.bounce_reading import Returned, bounces_in
from kakekomi.drill.mailbox import make_mbox
from kakekomi.notice.bounce import Action, Bounce
from notice.bounces import make_bounce, make_reply

IDS = [f"kakekomi-notice.{number:040x}@aoba.example" for number in range(3)]


def found(*files: Returned) -> tuple[Bounce, ...]:
    request = msgspec.msgpack.encode(list(files))
    answer = bounces_in(request, lambda _: None)
    return msgspec.msgpack.decode(answer, type=tuple[Bounce, ...])


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.eml", data)
    return out.getvalue()


def test_single_mails_mailboxes_and_packed_folders_are_read() -> None:
    bounces = found(
        Returned("1.eml", make_bounce(IDS[0])),
        Returned("Inbox.mbox", make_mbox([make_reply(IDS[1]), make_bounce(IDS[1])])),
        Returned("more.zip", packed(a=make_bounce(IDS[2], action="delayed"))),
        Returned("note.txt", b"nothing of the kind"),
    )

    assert [(one.message_id, one.action) for one in bounces] == [
        (IDS[0], Action.FAILED),
        (IDS[1], Action.FAILED),
        (IDS[2], Action.DELAYED),
    ]


def test_a_mailbox_of_too_many_is_read_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounce_reading, "MAX_MAILS", 2)

    bounces = found(Returned("Inbox.mbox", make_mbox([make_bounce(one) for one in IDS])))

    assert [one.message_id for one in bounces] == IDS[:2]


@given(st.sampled_from(["a.eml", "a.mbox", "a.zip", "a.pst", "a"]), st.binary(max_size=2_000))
def test_any_bytes_give_what_is_in_them(name: str, data: bytes) -> None:
    assert found(Returned(name, data)) == ()
