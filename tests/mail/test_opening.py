import base64
import gzip
from collections.abc import Callable

import pytest

from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import make_xlsm
from kakekomi.drill.mail import Attachment as Attached
from kakekomi.drill.mail import make_mail
from kakekomi.drill.onenote import make_onenote
from kakekomi.drill.outlook import OutlookFile, OutlookMail, make_msg, make_tnef
from kakekomi.drill.shortcut import make_shortcut
from kakekomi.drill.vba_project import make_vba_streams
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import (
    Attachment,
    Office,
    OnenoteObject,
    Password,
    Shortcut,
    Url,
)
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.filetype import FileType
from kakekomi.mail.opening import OPENERS

AUTO_OPEN = {"M": "Sub AutoOpen()\nEnd Sub\n"}
NEVER_OPENED = {
    FileType.ELF,
    FileType.MEDIA,
    FileType.ICS,
    FileType.REG,
    FileType.EMPTY,
}


def open_file(data: bytes, name: str) -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    Desk(builder, OPENERS).take(Item(content=data, name=name, size_bytes=len(data)))
    return builder.build()


def rows(facts: SubjectFacts) -> list[tuple[int | None, str | None, str]]:
    ordered = sorted(facts.of(Attachment), key=lambda row: row.node)
    return [(row.parent, row.name, row.detected_type) for row in ordered]


def test_each_type_is_opened_or_known_to_hold_nothing() -> None:
    assert set(FileType) - set(OPENERS) == NEVER_OPENED


def test_a_shortcut_gives_command_and_appended_script() -> None:
    data = make_shortcut(arguments="/c x", appended="スクリプト".encode("cp932"))
    (row,) = open_file(data, "a.lnk").of(Shortcut)

    assert (row.arguments, row.appended, row.appended_bytes) == ("/c x", "スクリプト", 10)


def test_files_in_a_note_are_nodes_below_it() -> None:
    facts = open_file(
        make_onenote(files=[("click.wsf", b'<job><script language="VBScript">')]), "a.one"
    )
    (found,) = facts.of(OnenoteObject)

    assert (found.node, found.object_node, found.name, found.detected_type) == (
        0,
        1,
        "click.wsf",
        "wsf",
    )
    assert rows(facts) == [(None, "a.one", "one"), (0, "click.wsf", "wsf")]


def test_a_mail_as_a_file_gives_links_and_files_below_its_node() -> None:
    mail = make_mail(
        "http://a.example/", attachments=[Attached(name="b.txt", data=b"http://c.example/")]
    )
    facts = open_file(mail, "a.eml")

    assert rows(facts) == [(None, "a.eml", "eml"), (0, "b.txt", "text")]
    assert [(url.node, url.host) for url in facts.of(Url)] == [(0, "a.example"), (1, "c.example")]


def test_links_of_an_attached_page_name_their_node() -> None:
    facts = open_file(b"<html><a href='http://a.example/x.zip'>x</a></html>", "a.html")

    assert [(url.node, url.href) for url in facts.of(Url)] == [(0, "http://a.example/x.zip")]


def test_a_gzip_holds_one_file() -> None:
    facts = open_file(gzip.compress(b"MZ\x90\0"), "tool.exe.gz")

    assert rows(facts) == [(None, "tool.exe.gz", "gz"), (0, "tool.exe", "pe")]


def test_a_gzip_cut_short_is_a_gap() -> None:
    facts = open_file(gzip.compress(bytes(range(256)))[:-12], "a.gz")

    assert [(gap.what, gap.why) for gap in facts.of(Gap)] == [(What.ATTACHMENT, Why.DAMAGED)]


@pytest.mark.parametrize("start", [b"\x60\xea", b"a" * 7 + b"**ACE**"])
def test_an_archive_that_is_not_opened_is_a_gap(start: bytes) -> None:
    assert open_file(start + bytes(60), "a.bin").of(Gap) == (
        Gap(what=What.ARCHIVE, why=Why.UNSUPPORTED, detail="a.bin", node=0),
    )


def test_the_password_of_an_attached_mail_opens_what_comes_with_it() -> None:
    archive = make_zip([ZipMember(name="a.txt", content=b"x")], password="in2")
    mail = make_mail("PW: in2", attachments=[Attached(name="a.zip", data=archive)])
    facts = open_file(mail, "forwarded.eml")

    assert [row.opened_with for row in facts.of(Attachment) if row.name == "a.zip"] == ["in2"]
    assert facts.of(Password) == (Password(value="in2", label="PW"),)


def test_a_pgp_message_is_encrypted_and_a_signature_is_not() -> None:
    message = open_file(b"-----BEGIN PGP MESSAGE-----\n", "a.asc")

    assert [(gap.what, gap.why) for gap in message.of(Gap)] == [(What.ATTACHMENT, Why.ENCRYPTED)]
    assert open_file(b"-----BEGIN PGP SIGNATURE-----\n", "signature.asc").of(Gap) == ()


def test_a_file_that_a_page_smuggles_is_a_node_below_it() -> None:
    archive = make_zip([ZipMember(name="a.txt", content=bytes(200), deflate=False)])
    page = f"<html><script>var b='{base64.b64encode(archive).decode()}'</script></html>"
    facts = open_file(page.encode(), "open.html")

    assert rows(facts) == [(None, "open.html", "html"), (0, None, "zip"), (1, "a.txt", "unknown")]


def test_a_file_in_a_data_link_of_the_body_is_an_attachment() -> None:
    link = f"data:application/octet-stream;base64,{base64.b64encode(b'MZ program').decode()}"
    facts = open_file(make_mail(html=f'<a href="{link}">x</a>'), "a.eml")

    assert rows(facts) == [(None, "a.eml", "eml"), (0, None, "pe")]


def test_a_package_that_is_no_document_is_read_as_an_archive() -> None:
    names = ("[Content_Types].xml", "_rels/.rels", "payload.exe")
    facts = open_file(make_zip([ZipMember(name=name, content=b"MZ") for name in names]), "a.xps")

    assert rows(facts) == [(None, "a.xps", "ooxml"), *((0, name, "pe") for name in names)]
    assert facts.of(Gap) == ()


@pytest.mark.parametrize(
    ("make", "name", "kind"), [(make_msg, "a.msg", "msg"), (make_tnef, "winmail.dat", "tnef")]
)
def test_a_message_of_outlook_gives_links_passwords_and_files_below_its_node(
    make: Callable[[OutlookMail], bytes], name: str, kind: str
) -> None:
    archive = make_zip([ZipMember(name="a.txt", content=b"x")], password="in2")
    mail = OutlookMail(
        text="PW: in2 http://a.example/", files=[OutlookFile(name="表.zip", content=archive)]
    )
    facts = open_file(make(mail), name)

    assert rows(facts) == [(None, name, kind), (0, "表.zip", "zip"), (1, "a.txt", "text")]
    assert [url.host for url in facts.of(Url)] == ["a.example"]
    assert [row.opened_with for row in facts.of(Attachment) if row.name == "表.zip"] == ["in2"]
    assert [gap.what for gap in facts.of(Gap)] == [What.LINK_TARGET]


def test_a_document_made_to_look_like_a_message_is_read_as_both() -> None:
    streams = {
        "__properties_version1.0": bytes(32),
        **{f"Macros/{path}": data for path, data in make_vba_streams(AUTO_OPEN).items()},
    }
    facts = open_file(make_compound(streams), "a.doc")

    assert rows(facts) == [(None, "a.doc", "msg")]
    assert [(row.macro, row.autoexec) for row in facts.of(Office)] == [(True, True)]


def test_a_document_that_mentions_a_message_is_read() -> None:
    mark = "__properties_version1.0".encode("utf-16-le")
    streams = {"a": mark, **make_vba_streams(AUTO_OPEN)}

    assert [row.macro for row in open_file(make_compound(streams), "a.doc").of(Office)] == [True]


@pytest.mark.parametrize("junk", [b"ABCD", b"\r\n", b"junk" * 100, b"GIF89a", b"MZ" + bytes(200)])
def test_an_archive_behind_something_else_is_opened_from_its_end(junk: bytes) -> None:
    archive = make_zip([ZipMember(name="請求書.js", content=b"var a;")])

    facts = open_file(junk + archive, "a.zip")

    assert [name for _, name, _ in rows(facts)] == ["a.zip", "請求書.js"]


def test_an_encrypted_archive_behind_junk_is_known_as_encrypted() -> None:
    archive = make_zip([ZipMember(name="a.js", content=b"var a;")], password="x")

    facts = open_file(b"\r\n" + archive, "a.zip")

    assert max(row.encrypted for row in facts.of(Attachment)) is True


def test_a_document_behind_junk_is_a_document() -> None:
    (row,) = open_file(b"\r\n" + make_xlsm(), "a.xlsm").of(Office)

    assert (row.format, row.macro) == ("xlsm", True)


def test_content_of_no_known_type_under_a_container_s_name_is_a_gap() -> None:
    assert open_file(b"\x00\x01\x02junk", "a.zip").of(Gap) == (
        Gap(what=What.ATTACHMENT, why=Why.DAMAGED, detail="a.zip", node=0),
    )
    assert open_file(b"\x00\x01\x02junk", "a.dat").of(Gap) == ()
