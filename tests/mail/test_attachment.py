import hashlib

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment
from kakekomi.facts.subject import FactsBuilder, Kind
from kakekomi.mail.attachment import Desk, Item, Opened, Opener
from kakekomi.mail.filetype import FileType


def make_desk(opener: Opener) -> tuple[Desk, FactsBuilder]:
    builder = FactsBuilder("m", Kind.MAIL)
    return Desk(builder, {FileType.TEXT: opener}), builder


def crash(_desk: Desk, _item: Item, _node: int) -> Opened:
    raise ZeroDivisionError


def refuse(_desk: Desk, _item: Item, _node: int) -> Opened:
    raise ParseError("bad header", where="x")


def learn(_desk: Desk, _item: Item, _node: int) -> Opened:
    return Opened(encrypted=True, opened_with="p", members=3, inflated_bytes=9)


ITEM = Item(content=b"some text", name="note.TXT", declared_type="text/plain", size_bytes=9)
ROW = Attachment(
    node=0,
    parent=None,
    name="note.TXT",
    extension="txt",
    declared_type="text/plain",
    detected_type="text",
    size_bytes=9,
    sha256=hashlib.sha256(b"some text").hexdigest(),
)


def test_a_crash_of_a_reader_is_a_gap_and_the_row_remains() -> None:
    desk, builder = make_desk(crash)
    desk.take(ITEM)
    facts = builder.build()

    assert facts.of(Attachment) == (ROW,)
    assert facts.of(Gap) == (
        Gap(what=What.ATTACHMENT, why=Why.FAILED, detail="note.TXT: ZeroDivisionError", node=0),
    )


def test_what_a_reader_refuses_is_damaged() -> None:
    desk, builder = make_desk(refuse)
    desk.take(ITEM)

    assert builder.build().of(Gap) == (
        Gap(what=What.ATTACHMENT, why=Why.DAMAGED, detail="note.TXT", node=0),
    )


def test_what_a_reader_learned_is_in_the_row() -> None:
    desk, builder = make_desk(learn)
    desk.take(ITEM)
    (row,) = builder.build().of(Attachment)

    assert (row.encrypted, row.opened_with, row.members, row.inflated_bytes) == (True, "p", 3, 9)


def test_a_part_whose_inside_the_caller_walks_is_not_opened() -> None:
    desk, builder = make_desk(crash)
    desk.take(Item(content=b"some text", name=None, is_walked=True))

    assert builder.build().of(Gap) == ()


def test_a_prefix_has_no_hash_and_nothing_no_type() -> None:
    desk, builder = make_desk(learn)
    desk.take(Item(content=b"\x89PNG\r\n", name="a", is_whole=False))
    desk.take(Item(content=b"", name="b", is_whole=False))
    desk.take(Item(content=b"", name="c"))

    assert [
        (row.name, row.detected_type, row.sha256 is None) for row in builder.build().of(Attachment)
    ] == [
        ("a", "picture", True),
        ("b", "unknown", True),
        ("c", "empty", False),
    ]


def test_nodes_beyond_the_cap_are_left_out_with_one_gap() -> None:
    desk, builder = make_desk(learn)
    desk.budget.nodes = 1
    taken = [desk.take(ITEM) for _ in range(3)]

    assert taken == [0, None, None]
    assert builder.build().of(Gap) == (Gap(what=What.ATTACHMENT, why=Why.LIMIT, detail="note.TXT"),)
