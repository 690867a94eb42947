from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.host.scheduled_task import Exec, Task, parse_task

XML = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Date>2022-02-10T10:00:00+09:00</Date><Author>PC\\田中</Author><URI>\\npuf</URI>
  </RegistrationInfo>
  <Principals><Principal id="A"><UserId>S-1-5-21-1</UserId></Principal></Principals>
  <Settings><Enabled>false</Enabled><Hidden>true</Hidden></Settings>
  <Actions Context="A">
    <Exec><Command>C:\\a b\\c.exe</Command><Arguments>x &amp; y</Arguments></Exec>
    <ComHandler><ClassId>{0}</ClassId></ComHandler>
    <Exec><Command>rundll32.exe</Command></Exec>
  </Actions>
</Task>"""
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><Task>&c;</Task>'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_a_task_reads_the_same_in_every_encoding(encoding: str) -> None:
    data = XML.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data

    assert parse_task(data, where="x") == Task(
        uri="\\npuf",
        author="PC\\田中",
        registered_at=datetime(2022, 2, 10, 1, 0, tzinfo=UTC),
        run_as="S-1-5-21-1",
        is_enabled=False,
        is_hidden=True,
        actions=(
            Exec(command="C:\\a b\\c.exe", arguments="x & y"),
            Exec(command="rundll32.exe", arguments=""),
        ),
    )


def test_a_command_with_blanks_is_quoted_in_the_line() -> None:
    assert Exec(command="C:\\a b\\c.exe", arguments="/x").line == '"C:\\a b\\c.exe" /x'
    assert Exec(command='"C:\\a b\\c.exe"', arguments="").line == '"C:\\a b\\c.exe"'


def test_a_task_without_settings_is_enabled_and_shown() -> None:
    task = parse_task(b"<Task><Settings/></Task>", where="x")

    assert (task.is_enabled, task.is_hidden, task.registered_at) == (True, False, None)


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        b"",
        b"<html/>",
        b"<Task>",
        b"<Task>" + b"<a>" * 40,
        b"<Task>" + b"x" * 100_000 + b"</Task>",
        b"MZ\x90\0",
    ],
)
def test_what_is_no_plain_task_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse_task(data, where="x")


@given(st.binary(max_size=300))
@example(XML.encode("utf-16")[:401])
def test_any_bytes_are_a_task_or_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        parse_task(data, where="x")
