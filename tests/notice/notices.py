"""Made notices, statements and mails for the tests of this room."""

from datetime import UTC, date, datetime

import msgspec

from kakekomi.notice.notice import Approval, Notice, Recipient, approve
from kakekomi.notice.statement import Infection, Statement
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind, read_notices

NOW = datetime(2022, 3, 8, 9, 0, tzinfo=UTC)
PACK = load_embedded()
NOTICES = read_notices(PACK)
PAGE = "https://www.company.example/news/20220308"


def make_statement(**changes: object) -> Statement:
    """One that says all there is to say."""
    whole = Statement(
        organization="株式会社サンプル",
        sender_address="soumu@company.example",
        found_on=date(2022, 3, 7),
        infection=Infection.CONFIRMED,
        infected_pcs=2,
        checked_pcs=12,
        spoof_marks=("表示名は当社の社員、アドレスは別の会社", "パスワード付きZIPが付いている"),
        own_domains=("company.example",),
        attachment_policy="当社は、パスワード付きのZIPを送りません。",
        information=("メールアドレス", "メールの本文"),
        measures=("パソコンをネットワークから切り離しました。",),
        telephone="03-0000-0000",
        contact="総務部 9時から17時",
        page_url=PAGE,
        next_report_on=date(2022, 3, 14),
        mail_received_on=date(2022, 3, 6),
        mail_subject="請求書の件",
    )
    return msgspec.structs.replace(whole, **changes)


def make_notice(count: int = 3, **changes: object) -> Notice:
    """One to so many partners."""
    notice = Notice(
        kind=NoticeKind.PARTNERS,
        language=Language.JA,
        sender_name="株式会社サンプル",
        sender_address="soumu@company.example",
        subject_line="不審なメールについて",
        text="お取引先の皆さま\n\n.で始まる行もあります。\n",
        recipients=tuple(
            Recipient(address=f"p{number:05}@partner.example") for number in range(count)
        ),
    )
    return msgspec.structs.replace(notice, **changes)


def make_approval(notice: Notice) -> Approval:
    """Of exactly this notice."""
    return approve(notice, by="社長", at=NOW)
