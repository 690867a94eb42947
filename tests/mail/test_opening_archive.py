import bz2
import hashlib
import lzma
from collections.abc import Callable

import pytest

from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.cab import make_cab
from kakekomi.drill.disc import make_iso
from kakekomi.drill.disk import make_fat, make_partitioned, make_vhd, make_vhdx
from kakekomi.drill.lzh import make_lzh
from kakekomi.drill.rar import RarMember, make_rar4, make_rar5
from kakekomi.drill.seven_zip import make_7z
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.opening import OPENERS

FILES = [("見積.exe", b"MZ\x90\0" * 30), ("b.txt", b"text")]
RARS = [RarMember(name, content) for name, content in FILES]


def open_archive(data: bytes, *passwords: str, name: str = "a.bin") -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    Desk(builder, OPENERS, passwords=passwords).take(
        Item(content=data, name=name, size_bytes=len(data))
    )
    return builder.build()


def rows(facts: SubjectFacts) -> list[Attachment]:
    return sorted(facts.of(Attachment), key=lambda row: row.node)


def gaps(facts: SubjectFacts) -> list[tuple[What, Why, str]]:
    return [(gap.what, gap.why, gap.detail) for gap in facts.of(Gap)]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make_7z(FILES), "7z"),
        (make_rar4(RARS), "rar"),
        (make_rar5(RARS), "rar"),
        (make_lzh(FILES), "lzh"),
        (make_cab(FILES), "cab"),
        (make_iso(FILES), "iso"),
        (make_fat(FILES), "img"),
        (make_partitioned(make_fat(FILES)), "img"),
        (make_vhd(make_fat(FILES)), "vhd"),
        (make_vhdx(make_fat(FILES)), "vhd"),
    ],
)
def test_each_format_gives_a_node_for_each_member(data: bytes, kind: str) -> None:
    facts = open_archive(data)
    archive, *members = rows(facts)

    assert (archive.detected_type, archive.members, archive.inflated_bytes) == (kind, 2, 124)
    assert [(r.parent, r.name, r.detected_type, r.inflated_bytes) for r in members] == [
        (0, "見積.exe", "pe", 120),
        (0, "b.txt", "text", 4),
    ]
    assert members[0].sha256 == hashlib.sha256(FILES[0][1]).hexdigest()
    assert gaps(facts) == []


@pytest.mark.parametrize(
    "data",
    [
        make_7z(FILES, password="ひみつ"),
        make_rar4(RARS, password="ひみつ"),
        make_rar5(RARS, password="ひみつ"),
    ],
)
def test_the_archive_says_that_it_is_encrypted_and_what_opened_it(data: bytes) -> None:
    facts = open_archive(data, "ひみつ")

    assert [(row.encrypted, row.opened_with) for row in rows(facts)] == [
        (True, "ひみつ"),
        (False, None),
        (False, None),
    ]
    assert gaps(facts) == []


def test_members_that_stay_closed_are_gaps() -> None:
    facts = open_archive(make_7z(FILES, password="p"), "q")

    assert [(row.name, row.detected_type, row.sha256) for row in rows(facts)[1:]] == [
        ("見積.exe", "unknown", None),
        ("b.txt", "unknown", None),
    ]
    assert gaps(facts) == [
        (What.ATTACHMENT, Why.ENCRYPTED, "見積.exe"),
        (What.ATTACHMENT, Why.ENCRYPTED, "b.txt"),
    ]


def test_hidden_names_are_one_gap_of_the_archive() -> None:
    facts = open_archive(make_rar5(RARS, password="p", hides_names=True), name="a.rar")

    assert rows(facts)[0].encrypted
    assert gaps(facts) == [(What.ARCHIVE, Why.ENCRYPTED, "a.rar")]


def test_archives_lie_in_archives() -> None:
    data = make_iso([("a.7z", make_7z([("b.zip", make_zip([ZipMember(name="c", content=b"x")]))]))])

    assert [(row.parent, row.name, row.detected_type) for row in rows(open_archive(data))] == [
        (None, "a.bin", "iso"),
        (0, "a.7z", "7z"),
        (1, "b.zip", "zip"),
        (2, "c", "text"),
    ]


@pytest.mark.parametrize(
    ("pack", "name", "inner"),
    [
        (bz2.compress, "a.js.bz2", "a.js"),
        (lzma.compress, "a.txz", "a.tar"),
        (lzma.compress, "packed", None),
    ],
)
def test_a_file_packed_by_itself_is_named_after_it(
    pack: Callable[[bytes], bytes], name: str, inner: str | None
) -> None:
    assert rows(open_archive(pack(b"text"), name=name))[1].name == inner


def test_a_mail_pays_for_slow_work_only_once() -> None:
    tokens: list[Token] = [*range(256)] * 8
    builder = FactsBuilder("m", Kind.MAIL)
    desk = Desk(builder, OPENERS)
    desk.budget.slow_bytes = 8_000
    data = make_lzh([("a", tokens)], method=b"-lh5-")
    for _ in range(2):
        desk.take(Item(content=data, name="a.lzh", size_bytes=len(data)))
    members = [row for row in rows(builder.build()) if row.parent is not None]

    assert [row.sha256 is None for row in members] == [False, True]
    assert desk.budget.slow_bytes <= 0
    assert members[0].inflated_bytes == len(played(tokens))
