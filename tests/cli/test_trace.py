"""The command from outside: an organization with two mailboxes, and spoofs made from one."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.command import run
from kakekomi.drill.mail import make_mail
from kakekomi.drill.mailbox import make_mbox

HANAKO, TARO = "佐藤 花子 <hanako@company.example>", "高橋 太郎 <taro@company.example>"
CUSTOMERS = [f"担当{name} <{name}@{name}-co.example>" for name in ("abe", "baba", "chiba", "doi")]
WORDS = "見積書 請求書 図面 納期 打合せ 議事録 契約書 検収 在庫 出荷 配送 価格 工場 倉庫 大阪"
NOUNS = WORDS.split()
BEGAN = datetime(2022, 1, 3, 9, tzinfo=UTC)


def text_of(number: int) -> str:
    """Sentences that no other number has."""
    return "".join(
        f"{NOUNS[(number * 7 + line) % 15]}の第{number * 97 + line * 31}号について、"
        f"{NOUNS[(number + line * 5) % 15]}と合わせて{(number + line) % 28 + 1}日に進めます。\n"
        for line in range(5)
    )


def mail(number: int, sender: str, to: str, text: str = "") -> bytes:
    at = BEGAN + timedelta(days=number)
    return make_mail(
        text or text_of(number),
        subject=f"No. {number}",
        sender=sender,
        to=to,
        date=f"{at:%a, %d %b %Y %H:%M:%S} +0000",
        charset="iso-2022-jp",
    )


def spoof(quoted: int, to: str) -> bytes:
    quote = "\n".join("> " + line for line in text_of(quoted).splitlines())
    sender = "佐藤 花子 <x@elsewhere.example>"
    return mail(200, sender, to, f"添付をご確認ください。\n\n{quote}\n")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Hanako writes to all customers in turn, Taro to one."""
    hers = [mail(number, HANAKO, CUSTOMERS[number % 4]) for number in range(40)]
    his = [mail(100 + number, TARO, CUSTOMERS[0]) for number in range(40)]
    archives, spoofs = tmp_path / "archives", tmp_path / "spoofs"
    (archives / "taro@company.example").mkdir(parents=True)
    spoofs.mkdir()
    (archives / "old-hanako@company.example.mbox").write_bytes(make_mbox(hers))
    for number, data in enumerate(his):
        (archives / "taro@company.example" / f"{number}.eml").write_bytes(data)
    for number in (4, 5, 6):
        (spoofs / f"{number:02}.eml").write_bytes(spoof(number, CUSTOMERS[number % 4]))
    return tmp_path


def trace(office: Path, *arguments: str, spoofs: Sequence[str] = ("spoofs",)) -> dict[str, Any]:
    ran = run(
        *("trace", "--spoof", *(str(office / one) for one in spoofs)),
        *("--archive", str(office / "archives"), "--format", "json", *arguments),
    )
    assert ran.status == 0, ran.complaint
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def test_the_robbed_mailbox_comes_first_with_the_mails_that_show_it(office: Path) -> None:
    answer = trace(office, "--own-domain", "company.example")
    best = answer["hypotheses"][0]

    assert answer["schema"] == "kakekomi.trace/1"
    assert (best["mailboxes"], best["side"]) == (["hanako@company.example"], "own")
    assert [one["spoof"] for one in best["because"]] == ["04.eml", "05.eml", "06.eml"]
    assert sum(one["probability"] for one in answer["hypotheses"]) <= 1


def test_archives_are_told_with_their_owners(office: Path) -> None:
    owners = {Path(one["name"]).name: one["owner"] for one in trace(office)["archives"]}

    assert owners == {
        "old-hanako@company.example.mbox": "hanako@company.example",
        "taro@company.example": "taro@company.example",
    }


def test_each_spoof_has_its_kinds_by_the_rules_and_the_archives(office: Path) -> None:
    answer = trace(office, "--own-domain", "company.example")

    assert answer["spoofs"] == [
        {"spoof": f"{number:02}.eml", "cases": ["display_name", "stolen_thread"]}
        for number in (4, 5, 6)
    ]


def test_several_spoofs_may_follow_one_option(office: Path) -> None:
    answer = trace(office, spoofs=("spoofs/04.eml", "spoofs/06.eml"))

    assert [one["spoof"] for one in answer["hypotheses"][0]["because"]] == ["04.eml", "06.eml"]


def test_text_begins_with_the_side_and_ends_in_nobody_accused(office: Path) -> None:
    ran = run(
        *("trace", "--spoof", str(office / "spoofs"), "--archive", str(office / "archives")),
        *("--own-domain", "company.example", "--lang", "ja"),
    )

    assert ran.status == 0
    assert ran.text.startswith("盗まれたのは、自社の hanako@company.example の郵便箱")
    assert "誰のせいとも言わないでください" in ran.text.replace("\n", "").replace(" ", "")


def test_without_a_readable_spoof_there_is_nothing_to_find_out(office: Path) -> None:
    (office / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    ran = run(
        *("trace", "--spoof", str(office / "picture.png")),
        *("--archive", str(office / "archives")),
    )

    assert ran.status == 2
    assert "none of the spoofs can be read" in ran.complaint


def test_an_unreadable_file_in_the_archive_is_a_gap_and_hides_nothing(office: Path) -> None:
    (office / "archives" / "broken.pst").write_bytes(b"!BDN" + bytes(100))
    answer = trace(office)

    assert answer["hypotheses"][0]["mailboxes"] == ["hanako@company.example"]
    assert [gap["what"] for gap in answer["gaps"]] == ["mail"]


def test_a_spoof_that_lies_in_the_archive_itself_is_not_taken_for_stolen(office: Path) -> None:
    archived = office / "archives" / "taro@company.example" / "spoof.eml"
    archived.write_bytes((office / "spoofs" / "04.eml").read_bytes())

    assert trace(office)["hypotheses"][0]["mailboxes"] == ["hanako@company.example"]
