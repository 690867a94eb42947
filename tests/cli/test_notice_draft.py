import shutil
from importlib import resources
from pathlib import Path

import msgspec

from cli.command import run
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.drill.mailbox import make_mbox
from kakekomi.drill.pc_root import Owner, make_pc_root
from kakekomi.facts import snapshot
from kakekomi.host.root import collect_root
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.statement import read_statement, write_statement
from notice.notices import NOW, make_statement

DOMAIN = ("--own-domain", "company.example")


def make_archive(place: Path) -> Path:
    """Two mails with partners and one of a machine, as a mailbox."""
    mails = [
        make_mail(sender="鈴木 <suzuki@partner.example>", to="hanako@company.example"),
        make_mail(sender="hanako@company.example", to="kato@other.example"),
        make_mail(sender="no-reply@shop.example", to="hanako@company.example"),
    ]
    place.write_bytes(make_mbox(mails))
    return place


def make_snapshot(place: Path, infection: str | None) -> Path:
    root = make_pc_root(
        place.with_suffix(".root"), infection=infection, owner=Owner(hostname=place.stem)
    )
    place.write_bytes(snapshot.write((collect_root(root, now=NOW),)))
    return place


def test_text_recipients_and_what_is_missing_come_from_one_command(tmp_path: Path) -> None:
    archive, folder = make_archive(tmp_path / "box.mbox"), tmp_path / "n"

    ran = run("notice", "draft", str(folder), "--archive", str(archive), *DOMAIN, "--lang", "ja")

    assert ran.status == 0, ran.complaint
    assert "2 件" in ran.complaint
    lines = (folder / "recipients.csv").read_text("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines] == [
        "address", "kato@other.example", "suzuki@partner.example",
    ]  # fmt: skip
    assert "no-reply@shop.example,no_reply,1" in (folder / "left-out.csv").read_text("utf-8-sig")
    assert "問い合わせの電話番号" in ran.text
    assert 'own_domains = ["company.example"]' in (folder / "statement.toml").read_text("utf-8")


def test_a_case_fills_in_what_it_proves_and_who_must_not_send(tmp_path: Path) -> None:
    bad = make_snapshot(tmp_path / "KEIRI.snapshot", "2022-03")
    good = make_snapshot(tmp_path / "SOUMU.snapshot", None)

    run(
        *("notice", "draft", str(tmp_path / "n"), *DOMAIN, "--lang", "en"),
        *("--case", str(bad), "--case", str(good)),
    )

    statement = (tmp_path / "n" / "statement.toml").read_text("utf-8")
    assert 'infection = "confirmed"' in statement
    assert "infected_pcs = 1\n" in statement
    assert "checked_pcs = 2\n" in statement
    draft = msgspec.json.decode((tmp_path / "n" / "draft.json").read_bytes(), type=dict)
    assert draft["suspect_hostnames"] == ["keiri"]


def test_a_second_draft_keeps_what_people_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "n"
    run("notice", "draft", str(folder), *DOMAIN, "--lang", "ja")
    (folder / "statement.toml").write_text(write_statement(make_statement(), {}), "utf-8")

    again = run("notice", "draft", str(folder), "--lang", "ja")

    assert "直すところは見つかりませんでした" in again.text
    assert "株式会社サンプルです。" in (folder / "notice.txt").read_text("utf-8")
    text = (folder / "notice.txt").read_text("utf-8").replace("お取引先", "お得意先")
    (folder / "notice.txt").write_text(text, "utf-8")
    kept = run("notice", "draft", str(folder), "--lang", "ja")
    assert "手で直してある" in kept.text
    assert "お得意先" in (folder / "notice.txt").read_text("utf-8")


def test_an_archive_without_our_own_domain_is_asked_for(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "box.mbox")

    ran = run("notice", "draft", str(tmp_path / "n"), "--archive", str(archive))

    assert ran.status == 2
    assert "--own-domain" in ran.complaint


def test_a_mail_composed_elsewhere_is_checked_as_json(tmp_path: Path) -> None:
    mail = tmp_path / "draft.eml"
    mail.write_bytes(
        make_mail(
            "個人情報の漏えいはありません。 https://evil.example/",
            to="a@partner.example, b@partner.example",
            attachments=[Attachment("notice.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")],
        )
    )
    statement = tmp_path / "statement.toml"
    statement.write_text(write_statement(make_statement(), {}), "utf-8")

    ran = run(
        *("notice", "check", str(mail), "--statement", str(statement), "--format", "json"),
        *("--lang", "ja"),
    )

    answer = msgspec.json.decode(ran.out, type=dict)
    assert ran.status == 10
    assert answer["schema"] == "kakekomi.notice-check/1"
    codes = {one["code"] for one in answer["refusals"]}
    assert {"attachment", "bulk_recipients", "claim", "link", "not_in_text"} == codes


def test_a_folder_without_a_notice_says_what_to_do(tmp_path: Path) -> None:
    ran = run("notice", "check", str(tmp_path))

    assert ran.status == 2
    assert "kakekomi notice draft" in ran.complaint


def test_a_notice_to_the_sender_is_made_from_the_mail_that_came(tmp_path: Path) -> None:
    mail, folder = tmp_path / "came.eml", tmp_path / "n"
    mail.write_bytes(make_demo_mail())

    ran = run(
        *("notice", "draft", str(folder), "--kind", "sender", *DOMAIN, "--lang", "ja"),
        *("--mail", str(mail), "--to", "Taro@partner.example"),
    )

    assert ran.status == 0, ran.complaint
    statement = read_statement((folder / "statement.toml").read_text("utf-8"))
    assert statement.mail_subject == "RE: 請求書の件"
    assert statement.mail_received_on is not None
    assert "本文にパスワードが書かれた暗号化添付" in statement.spoof_marks
    assert b"taro@partner.example" in (folder / "recipients.csv").read_bytes()


def test_a_notice_to_one_sender_does_not_go_to_a_whole_archive(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "box.mbox")

    ran = run(
        *("notice", "draft", str(tmp_path / "n"), "--kind", "sender", *DOMAIN),
        *("--archive", str(archive)),
    )

    assert ran.status == 2
    assert "--to" in ran.complaint


def test_an_internal_notice_goes_to_our_own_people(tmp_path: Path) -> None:
    archive, folder = make_archive(tmp_path / "box.mbox"), tmp_path / "n"

    ran = run(
        *("notice", "draft", str(folder), "--kind", "internal", *DOMAIN),
        *("--archive", str(archive)),
    )

    assert ran.status == 0, ran.complaint
    assert [one.address for one in NoticeFolder(folder).people()] == ["hanako@company.example"]


def test_kind_and_language_stay_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "n"
    run("notice", "draft", str(folder), "--kind", "internal", *DOMAIN, "--lang", "ja")

    run("notice", "draft", str(folder), *DOMAIN)

    draft = NoticeFolder(folder).draft()
    assert (draft.kind, draft.language) == ("internal", "ja")


def make_pack_folder(place: Path, old: str, new: str) -> Path:
    """The embedded pack with other words in its English letter to partners."""
    with resources.as_file(resources.files("kakekomi.packs").joinpath("emotet")) as embedded:
        shutil.copytree(embedded, place)
    letter = place / "notices" / "partners.en.txt"
    text = letter.read_text("utf-8")
    assert old in text
    letter.write_text(text.replace(old, new), "utf-8")
    return place


def test_text_and_check_are_by_the_pack_that_is_named_and_only_if_it_is_trusted(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "n"
    pack = make_pack_folder(tmp_path / "pack", "To our partners", "To whom it may concern")
    named = ("--pack", str(pack))
    draft = ("notice", "draft", str(folder), *DOMAIN, "--lang", "en", *named)

    refused = run(*draft)
    drafted = run(*draft, "--unsafe-unsigned")
    for command in ("check", "approve", "send"):
        more = {"approve": ("--by", "x"), "send": ("--smtp", "smtp://127.0.0.1:1")}
        ran = run("notice", command, str(folder), *named, *more.get(command, ()))
        assert ran.status == 2
        assert "sign" in ran.complaint

    assert refused.status == 2
    assert drafted.status == 0, drafted.complaint
    assert "To whom it may concern" in (folder / "notice.txt").read_text("utf-8")
