"""The path of a mail."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import received
from kakekomi.mail.date import MailDate
from kakekomi.mail.received import Hop

WHEN = b"; Tue, 1 Mar 2022 18:38:00 +0900"


def test_the_usual_form_is_read_in_full() -> None:
    raw = (
        b"from pc1 (mail.a.example [192.0.2.1])\r\n\tby mx.b.example (Postfix) with ESMTP id 4K7x"
        b"\r\n\tfor <c@b.example>" + WHEN
    )

    assert received.parse(raw) == Hop(
        helo="pc1",
        from_ip="192.0.2.1",
        by="mx.b.example",
        date=MailDate(datetime(2022, 3, 1, 9, 38, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"from mail.a.example (HELO pc1) (192.0.2.1) by b with SMTP",
         ("pc1", "192.0.2.1", "b")),
        (b"from unknown (HELO ?192.168.0.2?) ([192.0.2.1]) by b",
         ("?192.168.0.2?", "192.0.2.1", "b")),
        (b"from pc1 (unknown [192.0.2.1]) by mx.b.example with SMTP id 1",
         ("pc1", "192.0.2.1", "mx.b.example")),
        (b"from pc1 ([192.0.2.1]) by b", ("pc1", "192.0.2.1", "b")),
        (b"from [192.0.2.1] by b", ("[192.0.2.1]", "192.0.2.1", "b")),
        (b"from a.example (2001:db8::1) by b", ("a.example", "2001:db8::1", "b")),
        (b"from a.example (a.example [IPv6:2001:db8::1]) by b",
         ("a.example", "2001:db8::1", "b")),
        (b"from pc1 [192.0.2.1] by b with IMAP (fetchmail-5.9.0)", ("pc1", "192.0.2.1", "b")),
        (b"from pc1 (pc1 [192.0.2.1] (may be forged)) by b id 1", ("pc1", "192.0.2.1", "b")),
        (b"from pc1 (x [192.0.2.1]) (authenticated by a) by b", ("pc1", "192.0.2.1", "b")),
        (b"(from root@localhost) BY b with by for x", ("", "", "b")),
        (b"from pc1 with by id 1 for c nearby d", ("pc1", "", "")),
        (b"by mx.b.example id 7", ("", "", "mx.b.example")),
        (b"(qmail 123 invoked by uid 89)", ("", "", "")),
        (b"", ("", "", "")),
    ],
)  # fmt: skip
def test_other_forms_are_read_as_far_as_they_say(
    raw: bytes, expected: tuple[str, str, str]
) -> None:
    hop = received.parse(raw + WHEN)

    assert (hop.helo, hop.from_ip, hop.by) == expected
    assert hop.date.at == datetime(2022, 3, 1, 9, 38, tzinfo=UTC)


def test_the_path_keeps_the_order_of_the_header_up_to_the_limit() -> None:
    fields = [(b"received", b"by host%d" % number + WHEN) for number in range(300)]
    path = received.path([(b"from", b"a"), *fields])

    assert [hop.by for hop in path] == [f"host{number}" for number in range(received.MAX_HOPS)]


@given(st.binary(max_size=400))
def test_any_bytes_give_a_hop(raw: bytes) -> None:
    assert isinstance(received.parse(b"from " + raw), Hop)


@pytest.mark.parametrize("unit", [b" by", b"(", b"a.", b" (a", b"1:", b"[", b" with a id"])
def test_long_hostile_hops_are_read_in_one_go(unit: bytes) -> None:
    assert isinstance(received.parse(b"from a " + unit * 20_000), Hop)
