import pytest

from kakekomi.drill.installer import make_installer
from kakekomi.drill.pe import make_pe
from kakekomi.drill.script import make_encoded_script
from kakekomi.facts.mail_tables import Attachment, Office, Shortcut, Url
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.opening import OPENERS


def open_file(data: bytes, name: str) -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    Desk(builder, OPENERS).take(Item(content=data, name=name, size_bytes=len(data)))
    return builder.build()


def rows(facts: SubjectFacts) -> list[tuple[int | None, str | None, str]]:
    ordered = sorted(facts.of(Attachment), key=lambda row: row.node)
    return [(row.parent, row.name, row.detected_type) for row in ordered]


@pytest.mark.parametrize(("name", "kind"), [("a.vbe", "vbs"), ("a.jse", "js"), ("a.txt", "vbs")])
def test_an_encoded_script_lies_in_clear_below(name: str, kind: str) -> None:
    script = make_encoded_script(
        "Dim a\r\nSet a = CreateObject(1)\r\n' http://example.invalid/\r\n"
    )

    facts = open_file(script, name)

    assert rows(facts) == [(None, name, kind), (0, None, "vbs")]
    assert [(row.node, row.host) for row in facts.of(Url)] == [(1, "example.invalid")]


def test_an_encoded_script_in_a_page_lies_below_it() -> None:
    page = b'<html><script language="VBScript.Encode">' + make_encoded_script("Dim a\r\n")

    assert rows(open_file(page, "a.html")) == [(None, "a.html", "html"), (0, None, "vbs")]


def test_an_internet_shortcut_is_a_row_and_a_link() -> None:
    facts = open_file(b"[InternetShortcut]\r\nURL=https://example.invalid/a.exe\r\n", "a.url")

    assert facts.of(Shortcut) == (
        Shortcut(node=0, kind="url", target="https://example.invalid/a.exe"),
    )
    assert [row.href for row in facts.of(Url)] == ["https://example.invalid/a.exe"]


@pytest.mark.parametrize("name", ["a.SettingContent-ms", "a.xml"])
def test_a_settings_shortcut_is_a_row(name: str) -> None:
    page = b"<?xml version='1.0'?><PCSettings><DeepLink>cmd.exe /c x</DeepLink></PCSettings>"

    facts = open_file(page, name)

    assert rows(facts) == [(None, name, "settings")]
    assert facts.of(Shortcut) == (
        Shortcut(node=0, kind="settings", target="cmd.exe", arguments="/c x"),
    )


@pytest.mark.parametrize(("name", "has_row"), [("a.csv", True), ("a.txt", False)])
def test_a_table_of_text_with_a_command_is_an_office_document(name: str, *, has_row: bool) -> None:
    facts = open_file("品名,=cmd|'/c exercise'!A1\r\n".encode("cp932"), name)

    assert facts.of(Office) == ((Office(node=0, format="csv", dde=True),) if has_row else ())


def test_files_of_an_installer_lie_below_it() -> None:
    facts = open_file(make_installer({"Binary.a": make_pe()}), "a.msi")

    assert rows(facts) == [(None, "a.msi", "msi"), (0, "Binary.a", "pe")]
    assert [row.members for row in facts.of(Attachment) if row.parent is None] == [1]
