import stat
from pathlib import Path

import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.checker import Suspects
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.notice import Recipient, holds
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind
from notice.folders import make_folder
from notice.notices import make_approval, make_statement


def test_a_notice_is_put_together_from_its_files(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, count=1)

    notice = folder.notice()

    assert (notice.kind, notice.language) == (NoticeKind.PARTNERS, Language.JA)
    assert notice.sender_address == "soumu@company.example"
    assert notice.recipients == (Recipient(address="p00000@partner.example"),)
    assert notice.text.startswith("お取引先の皆さま\n")


def test_the_approval_holds_until_a_file_changes(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    folder.write_approval(make_approval(folder.notice()))

    assert holds(folder.approval(), folder.notice())
    (tmp_path / "recipients.csv").write_text("address\nnew@partner.example\n")
    assert not holds(folder.approval(), folder.notice())


def test_a_text_that_people_changed_is_not_written_over(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    file = tmp_path / "notice.txt"
    file.write_text(file.read_text("utf-8").replace("お取引先", "お得意先"), "utf-8")

    make_folder(tmp_path, statement=make_statement(organization="別の名前"))

    assert folder.is_text_edited()
    assert "お得意先" in file.read_text("utf-8")


def test_a_text_that_nobody_changed_is_made_anew(tmp_path: Path) -> None:
    make_folder(tmp_path)

    folder = make_folder(tmp_path, statement=make_statement(organization="別の名前"))

    assert not folder.is_text_edited()
    assert "別の名前です。" in folder.text().text


def test_windows_line_ends_and_marks_are_read(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    before = folder.text()
    file = tmp_path / "notice.txt"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert folder.text() == before


def test_suspects_are_kept_with_the_draft(tmp_path: Path) -> None:
    suspects = Suspects(addresses=frozenset({"a@b.example"}), hostnames=frozenset({"pc"}))

    assert make_folder(tmp_path, suspects=suspects).draft().suspects == suspects


def test_nobody_else_on_the_machine_reads_the_lists(tmp_path: Path) -> None:
    make_folder(tmp_path)

    assert stat.S_IMODE((tmp_path / "recipients.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("draft.json", b"{"),
        ("draft.json", b'{"kind":"partners","language":"ja","text_sha256":"","schema":"x/9"}'),
        ("statement.toml", b"\xff"),
        ("statement.toml", b"= 1"),
        ("notice.txt", b"\xff\xfe"),
        ("recipients.csv", b"address\nnobody\n"),
    ],
)
def test_a_file_that_can_not_be_used_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    folder = make_folder(tmp_path)
    (tmp_path / name).write_bytes(data)

    with pytest.raises(ConfigurationError):
        folder.notice()


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="notice draft"):
        NoticeFolder(tmp_path).notice()
