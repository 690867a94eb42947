import struct

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail import budget
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.opening import OPENERS


def open_archive(data: bytes, *passwords: str) -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    desk = Desk(builder, OPENERS, passwords=passwords)
    desk.take(Item(content=data, name="a.zip", size_bytes=len(data)))
    return builder.build()


def rows(facts: SubjectFacts) -> list[Attachment]:
    return sorted(facts.of(Attachment), key=lambda row: row.node)


def gaps(facts: SubjectFacts) -> list[tuple[What, Why, str]]:
    return [(gap.what, gap.why, gap.detail) for gap in facts.of(Gap)]


def test_members_lie_below_their_archive_however_deep() -> None:
    inner = make_zip([ZipMember(name="deep.txt", content=b"text")])
    outer = make_zip([ZipMember(name="inner.zip", content=inner, deflate=False)])
    facts = open_archive(outer)

    assert [(r.node, r.parent, r.name, r.members, r.inflated_bytes) for r in rows(facts)] == [
        (0, None, "a.zip", 1, len(inner)),
        (1, 0, "inner.zip", 1, 4),
        (2, 1, "deep.txt", None, 4),
    ]


def test_folders_are_no_members() -> None:
    data = make_zip(
        [ZipMember(name="d/", content=b"", deflate=False), ZipMember(name="d/a", content=b"x")]
    )

    assert [row.name for row in rows(open_archive(data))] == ["a.zip", "d/a"]


def test_the_archive_and_not_its_members_says_that_it_is_encrypted() -> None:
    data = make_zip(
        [ZipMember(name="a", content=b"x"), ZipMember(name="b", content=b"y")], password="p"
    )
    facts = open_archive(data, "p")

    assert [(r.encrypted, r.opened_with) for r in rows(facts)] == [
        (True, "p"),
        (False, None),
        (False, None),
    ]
    assert gaps(facts) == []


def test_a_padded_document_is_a_prefix_with_its_full_size_and_a_gap() -> None:
    data = make_zip([ZipMember(name="a.doc", content=b"x" + bytes(20_000_000))])
    facts = open_archive(data)
    member = rows(facts)[1]

    assert (member.inflated_bytes, member.sha256) == (20_000_001, None)
    assert member.size_bytes < 100_000
    assert gaps(facts) == [(What.ATTACHMENT, Why.LIMIT, "a.doc")]


def test_members_that_share_bytes_are_read_to_a_prefix_each() -> None:
    data = make_zip([ZipMember(name="a", content=bytes(3_000_000))])
    start, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    many = data[start:end] * 40
    bomb = (
        data[:start] + many + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 40, 40, len(many), start, 0)
    )
    facts = open_archive(bomb)

    assert (What.ARCHIVE, Why.DAMAGED, "a.zip") in gaps(facts)
    assert rows(facts)[0].inflated_bytes == 40 * 3_000_000
    assert all(row.sha256 is None for row in rows(facts)[1:])


def test_an_archive_inside_itself_ends_at_the_depth_cap() -> None:
    data = make_zip([ZipMember(name="core.txt", content=b"x")])
    for _ in range(budget.MAX_DEPTH + 3):
        data = make_zip([ZipMember(name="next.zip", content=data, deflate=False)])
    facts = open_archive(data)

    assert len(rows(facts)) == budget.MAX_DEPTH + 1
    assert gaps(facts) == [(What.ATTACHMENT, Why.LIMIT, "next.zip")]


def test_more_members_than_nodes_are_one_gap() -> None:
    data = make_zip([ZipMember(name=str(i), content=b"x") for i in range(budget.MAX_NODES + 9)])
    facts = open_archive(data)

    assert len(rows(facts)) == budget.MAX_NODES
    assert gaps(facts) == [(What.ARCHIVE, Why.LIMIT, "a.zip")]


def test_all_members_together_unpack_no_more_than_the_mail_may_cost() -> None:
    data = make_zip([ZipMember(name=name, content=b"x" * 600) for name in "abc"])
    builder = FactsBuilder("m", Kind.MAIL)
    desk = Desk(builder, OPENERS)
    desk.budget.inflated_bytes = 1_000
    desk.take(Item(content=data, name="a.zip", size_bytes=len(data)))
    facts = builder.build()

    assert [row.sha256 is None for row in rows(facts)[1:]] == [False, True, True]
    assert [row.inflated_bytes for row in rows(facts)[1:]] == [600, 600, 600]
    assert gaps(facts) == [(What.ATTACHMENT, Why.LIMIT, "b"), (What.ATTACHMENT, Why.LIMIT, "c")]


def test_the_old_cipher_is_undone_only_so_far() -> None:
    content = bytes(range(256)) * 400
    data = make_zip(
        [ZipMember(name="a", content=content, deflate=False)],
        password="p",
        cipher=ZipCipher.ZIPCRYPTO,
    )
    builder = FactsBuilder("m", Kind.MAIL)
    desk = Desk(builder, OPENERS, passwords=("p",))
    desk.budget.zipcrypto_bytes = 1_000
    desk.take(Item(content=data, name="a.zip", size_bytes=len(data)))
    facts = builder.build()

    assert (rows(facts)[1].sha256, rows(facts)[0].opened_with) == (None, "p")
    assert (What.ATTACHMENT, Why.LIMIT, "a") in gaps(facts)


def test_passwords_are_tried_in_vain_only_so_often() -> None:
    data = make_zip([ZipMember(name=str(i), content=b"x") for i in range(300)], password="?")
    builder = FactsBuilder("m", Kind.MAIL)
    desk = Desk(builder, OPENERS, passwords=tuple(f"wrong{i}" for i in range(20)))
    desk.take(Item(content=data, name="a.zip", size_bytes=len(data)))

    assert desk.budget.wrong_passwords == 0
    assert len(rows(builder.build())) == 301
