import io
import mailbox as standard
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kakekomi.drill.mail import make_mail
from kakekomi.drill.mailbox import FROM_LINE, Dialect, make_dotted_mailbox, make_mbox
from kakekomi.mail import mailbox

BLANKS = b" \t\r\n\v\f>"
BODY = "one\n\nFrom the window\nfoo: bar\n>From there\n\nlast"


def read(data: bytes) -> list[bytes]:
    found = list(mailbox.read(io.BytesIO(data)))
    assert [position for position, _ in found] == list(range(1, len(found) + 1))
    return [mail.removeprefix(FROM_LINE).lstrip(b"\r\n") for _, mail in found]


def read_dotted(data: bytes) -> list[bytes]:
    return [mail for _, mail in mailbox.read_dotted(io.BytesIO(data))]


def lf(text: str, subject: str = "Hello") -> bytes:
    return make_mail(text, subject=subject, line_end=b"\n") + b"\n"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("dialect", [Dialect.MBOXRD, Dialect.MBOXCL2])
def test_mails_come_out_as_they_went_in(dialect: Dialect, line_end: bytes) -> None:
    mails = [make_mail(BODY, subject=text, line_end=line_end) + line_end for text in "abc"]
    sized = [
        mail.replace(
            line_end * 2,
            line_end + b"Content-Length: %d" % len(mail.partition(line_end * 2)[2]) + line_end * 2,
            1,
        )
        for mail in mails
    ]

    assert read(make_mbox(mails, dialect)) == (sized if dialect is Dialect.MBOXCL2 else mails)


def test_quotes_of_the_oldest_dialect_lose_one_sign() -> None:
    assert read(make_mbox([lf("a\nFrom b\n>From c")], Dialect.MBOXO)) == [lf("a\nFrom b\nFrom c")]


def test_a_line_that_only_looks_like_a_cut_is_text() -> None:
    mail = lf("At\n\nFrom 10:30 until Tuesday 11:00\nNote: x\n\nFrom now on\nFrom: y\nFrom here\n")

    assert read(make_mbox([mail, lf("b")], Dialect.UNQUOTED)) == [mail, lf("b")]


@pytest.mark.parametrize(
    "line",
    [
        b"From - Tue Mar 01 18:38:00 2022",
        b"From ???@??? Tue Mar 01 18:38:00 2022",
        b"From a@b.example Tue, 1 Mar 2022 18:38:00 +0900",
        b"From MAILER-DAEMON",
    ],
)
def test_the_lines_of_other_programs_cut_too(line: bytes) -> None:
    data = make_mbox([lf("a"), lf("b")], from_line=line)

    assert [mail.partition(b"\n")[2] for mail in read(data)] == [lf("a"), lf("b")]


def test_a_missing_empty_line_hides_no_mail() -> None:
    data = make_mbox([lf("a"), lf("b")]).replace(b"\n\nFrom ", b"\nFrom ")

    assert read(data) == [lf("a"), lf("b")]


def test_a_wrong_content_length_hides_no_mail() -> None:
    first = b"Content-Length: 999999\n" + lf("a")
    short = b"Content-Length: 3\n" + lf("a long text")

    assert read(make_mbox([first, short, lf("c")])) == [first, short, lf("c")]


def test_a_measured_mail_may_hold_a_whole_mailbox() -> None:
    inner = make_mbox([lf("in 1"), lf("in 2")]).decode()
    outer = lf(inner)

    (first, second) = read(make_mbox([outer, lf("b")], Dialect.MBOXCL2))

    assert inner.encode() in first
    assert second.endswith(lf("b").partition(b"\n\n")[2])


def test_damage_before_the_first_mail_is_an_item_of_its_own() -> None:
    assert read(b"torn text\n\n" + make_mbox([lf("a")])) == [b"torn text\n", lf("a")]


def test_a_cut_mailbox_gives_what_is_left_of_the_last_mail() -> None:
    data = make_mbox([lf("a"), lf("b")])

    assert read(data[:-40]) == [lf("a"), lf("b")[: -40 + 1]]


@pytest.mark.parametrize("data", [b"", b"\n\r\n\n"])
def test_nothing_gives_nothing(data: bytes) -> None:
    assert read(data) == []
    assert read_dotted(data) == []


def test_mails_larger_than_the_window_are_read_whole() -> None:
    mails = [lf("x" * 5_000_000, "a"), lf("y", "b"), lf("z" * 1_048_576, "c")]

    assert read(make_mbox(mails)) == mails
    assert read(make_mbox(mails, Dialect.MBOXCL2))[1].endswith(b"\n\ny\n")


def test_a_mail_beyond_the_cap_is_cut_and_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mailbox, "MAX_MAIL_BYTES", 2_000_000)
    huge = lf("x\n" * 4_000_000)

    first, second = read(make_mbox([huge, lf("b")]))

    assert FROM_LINE + b"\n" + first == (FROM_LINE + b"\n" + huge)[:2_000_001]
    assert second == lf("b")


def test_a_mailbox_cut_by_dots_is_read_and_dots_are_restored() -> None:
    mails = [make_mail(".hidden\n..\na", subject=text) + b"\r\n" for text in "ab"]

    assert read_dotted(make_dotted_mailbox(mails)) == mails


def test_mailboxes_are_told_by_their_beginning() -> None:
    assert mailbox.is_mailbox(make_mbox([lf("a")]))
    assert mailbox.is_mailbox(b"\r\n" + make_mbox([make_mail("a")]))
    assert not mailbox.is_mailbox(lf("a"))
    assert not mailbox.is_mailbox(b"From here on we walk\nalone")
    assert mailbox.is_dotted(make_dotted_mailbox([make_mail("a"), make_mail("b")]))
    assert not mailbox.is_dotted(make_mail("a\n.\nb"))


@settings(max_examples=50)
@given(st.lists(st.sampled_from([lf("a"), lf("From b\n\nFrom c"), lf("c\n\n\n")]), min_size=1))
def test_the_standard_library_counts_the_same(
    tmp_path_factory: pytest.TempPathFactory, mails: list[bytes]
) -> None:
    file: Path = tmp_path_factory.mktemp("box") / "box"
    file.write_bytes(make_mbox(mails))
    with closing(standard.mbox(file, create=False)) as box:
        theirs = [box.get_bytes(key) for key in box.iterkeys()]

    assert len(read(file.read_bytes())) == len(theirs)


@given(st.binary(max_size=400))
@example(b"From a\n.\n.")
@example(b"\n\nFrom \n")
@example(b"\t")
def test_any_bytes_are_cut_and_no_letter_is_lost(data: bytes) -> None:
    found = b"".join(mail for _, mail in mailbox.read(io.BytesIO(data)))

    assert found.translate(None, BLANKS) == data.translate(None, BLANKS)
    assert isinstance(read_dotted(data), list)


@given(
    st.lists(
        st.sampled_from(
            [b"From a Tue 1:11\n", b"A: b\n", b"\n", b">From \n", b".\n", b"Content-Length: 7\n"]
        )
    )
)
def test_any_order_of_lines_is_cut_and_no_letter_is_lost(lines: list[bytes]) -> None:
    data = b"".join(lines)
    found = b"".join(mail for _, mail in mailbox.read(io.BytesIO(data)))

    assert found.translate(None, BLANKS) == data.translate(None, BLANKS)
