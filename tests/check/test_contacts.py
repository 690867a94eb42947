from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.check.contacts import read_contacts
from kakekomi.facts.errors import ParseError


def _read(path: Path, text: str, encoding: str = "utf-8") -> list[tuple[str, str | None]]:
    path.write_bytes(text.encode(encoding))
    return [(row.address, row.name) for row in read_contacts(str(path))]


TARO = ("taro@partner.example", "佐藤 太郎")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize(
    "text",
    [
        "姓,名,会社,電子メール アドレス\r\n佐藤,太郎,取引先株式会社,Taro@partner.example\r\n",
        "表示名\t電子メール\n佐藤 太郎\ttaro@partner.example\n",
        "会社名,氏名,メール\n取引先,佐藤 太郎,taro@partner.example\n",
        "佐藤 太郎 <taro@partner.example>\n",
        '"佐藤 太郎" <taro@partner.example>\n',
        "佐藤 太郎;taro@partner.example\n",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:佐藤;太郎;;;\r\nitem1.EMAIL;TYPE=WORK:taro@partner.exa\r\n"
        " mple\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\nFN:佐藤 太郎\nEMAIL:taro@partner.example\nEND:VCARD\n",
    ],
)
def test_address_books_are_read_whatever_wrote_them(
    tmp_path: Path, text: str, encoding: str
) -> None:
    assert _read(tmp_path / "people", text, encoding) == [TARO]


def test_a_card_of_an_old_phone_is_read(tmp_path: Path) -> None:
    name = "".join(f"={byte:02X}" for byte in TARO[1].encode("cp932"))
    card = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        f"FN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{name[:30]}=\r\n{name[30:]}\r\n"
        "EMAIL;INTERNET:taro@partner.example\r\nEND:VCARD\r\n"
    )

    assert _read(tmp_path / "a.vcf", card, "ascii") == [TARO]


def test_addresses_alone_are_enough(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.txt", "a@b.example\n\nC@d.example\na@b.example\n") == [
        ("a@b.example", None),
        ("c@d.example", None),
    ]


def test_a_file_without_addresses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="no address"):
        _read(tmp_path / "a.txt", "Name,Phone\nTaro,123\n")


@given(data=st.binary())
@settings(max_examples=100)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "contacts"
    path.write_bytes(data)
    with suppress(ParseError):
        read_contacts(str(path))
