"""The three cases of the demonstration: a mail of March 2022, a PC's disk, an EmoCheck result.

People, companies and domains are made up (``.example``), the macro does nothing, and the DLL on
the disk has no code.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.drill.documents import make_xlsm
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.drill.reports import ReportedProcess, make_emocheck_txt

PASSWORD: Final = "N3kH7s"  # noqa: S105  given in the mail itself, as attackers do

MAIL_TEXT: Final = f"""\
お世話になっております。
営業部の山田です。

ご依頼の請求書をお送りします。ご確認をお願いいたします。

添付ファイル名: 請求書_20220303.zip
解凍パスワード: {PASSWORD}

山田 太郎
株式会社サンプル商事 営業部

-----Original Message-----
From: 佐藤 花子 <hanako@company.example>
Sent: Tuesday, March 1, 2022 9:12 AM
To: 山田 太郎 <taro@partner.example>
Subject: 請求書の件

山田様
いつもお世話になっております。
2月分の請求書をお送りいただけますでしょうか。
佐藤
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCase:
    """Something to check, and how."""

    title: str
    """Key of its words."""
    command: Sequence[str]
    """Arguments of ``kakekomi``."""
    page: Path
    """HTML page to write."""


def make_cases(folder: Path) -> tuple[DemoCase, ...]:
    """Write the samples below the folder, fresh."""
    folder.mkdir(parents=True, exist_ok=True)
    return (_mail(folder), _pc(folder), _report(folder))


def _mail(folder: Path) -> DemoCase:
    path = folder / "mail.eml"
    path.write_bytes(make_demo_mail())
    return DemoCase(
        title="case_mail", command=("check", "mail", str(path)), page=folder / "mail.html"
    )


def make_demo_mail() -> bytes:
    """A partner's name on a stranger's address, a quoted real thread, a ZIP with its password."""
    document = ZipMember(name="請求書_20220303.xlsm", content=make_xlsm())
    archive = make_zip([document], password=PASSWORD, cipher=ZipCipher.ZIPCRYPTO)
    return make_mail(
        MAIL_TEXT,
        subject="RE: 請求書の件",
        sender="山田 太郎 taro@partner.example <info@unrelated.example>",
        to="佐藤 花子 <hanako@company.example>",
        date="Thu, 3 Mar 2022 18:38:00 +0900",
        charset="iso-2022-jp",
        attachments=[Attachment("請求書_20220303.zip", archive, "application/zip")],
        fields=[
            b"Return-Path: <info@unrelated.example>",
            b"Received: from mail.unrelated.example (unknown [192.0.2.15])\r\n"
            b"\tby mx.company.example; Thu, 3 Mar 2022 18:38:05 +0900",
        ],
    )


def _pc(folder: Path) -> DemoCase:
    root = folder / "pc"
    shutil.rmtree(root, ignore_errors=True)
    make_pc_root(root, infection="2022-03")
    return DemoCase(
        title="case_pc", command=("check", "pc", "--root", str(root)), page=folder / "pc.html"
    )


def _report(folder: Path) -> DemoCase:
    path = folder / "PC-07_20220307101500_emocheck.txt"
    found = ReportedProcess(
        name="regsvr32.exe",
        pid=4312,
        path=r"C:\Users\sato\AppData\Local\Kqzvxjrl\wmtpfeoq.bhd",
    )
    path.write_bytes(make_emocheck_txt(version="2.1.1", language="ja", processes=[found]))
    return DemoCase(
        title="case_report", command=("read-report", str(path)), page=folder / "report.html"
    )
