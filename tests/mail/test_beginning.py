"""Mail or no mail."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.mail import beginning
from kakekomi.mail.beginning import Lead
from kakekomi.mail.defect import Defect, DefectKind


@pytest.mark.parametrize(
    ("data", "lead"),
    [
        (b"From: a\n\nx", Lead(0)),
        (b"Return-Path: <a", Lead(0)),
        (b"X-Any: x\nReceived: y\n\nx", Lead(0)),
        (b"Subject: only this\n\nx", Lead(0)),
        (b"Date: x\nTo: y\n\nx", Lead(0)),
        (b"\r\n\r\nFrom: a\r\n\r\nx", Lead(4)),
        (b"\xef\xbb\xbfFrom: a\n\nx", Lead(3)),
        (b"From a@b Tue\nTo: a\nDate: b\n\nx", Lead(13, b"From a@b Tue")),
        (b"From: a\rTo: b\r\rx", Lead(0)),
        (
            b"torn start\nFrom: a\n\nx",
            Lead(11, b"", (Defect(DefectKind.JUNK_BEFORE_HEADER, "torn start"),)),
        ),
    ],
)
def test_a_mail_begins_at_its_first_field(data: bytes, lead: Lead) -> None:
    assert beginning.find(data) == lead


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"%PDF-1.7\n%\xe2\xe3\n1 0 obj",
        b"MZ\x90\0\x03\0\0\0",
        b"PK\x03\x04\x14\0\0\0\0\0",
        json.dumps({"from": "a@b.example", "subject": "x"}, indent=1).encode(),
        b"Dear all,\nthis is an essay.\nIt says: nothing.\n",
        b"Note: an essay\nTitle: nothing\n\nmore",
        b"HTTP/1.1 200 OK\nDate: Tue\nContent-Type: text/html\n\n<html>",
        b"<html><body>From: a</body></html>",
        b"\0\0\0\0\nFrom: a\nSubject: b\n\nx",
        "拝啓\n時下ますますご清栄のことと\n".encode(),
        b"x" * 10_000 + b"\nFrom: a\n",
    ],
)
def test_other_files_are_no_mail(data: bytes) -> None:
    with pytest.raises(ParseError):
        beginning.find(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_mail_or_not(data: bytes) -> None:
    try:
        lead = beginning.find(data)
    except ParseError:
        return
    assert 0 <= lead.start < len(data)
