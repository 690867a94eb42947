"""The mails of an exercise's company: threads with partners, and the forged mails made from them.

The forged mails are shaped like those of March 2022: somebody's name on a stranger's address, a
real mail quoted, an encrypted ZIP whose password stands in the mail. What is in the ZIP is the
harmless workbook of this room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random
from typing import Final

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.drill.documents import make_xlsm
from kakekomi.drill.exercise_company import OWN_DOMAIN, Company, Contact, Employee, pick

THREADS: Final = 90
"""Enough that each mailbox has some dozens, few enough that a person can look at them."""

FIRST_AT: Final = datetime(2022, 1, 5, 0, 0, tzinfo=UTC)
STOLEN_AT: Final = datetime(2022, 3, 3, 1, 0, tzinfo=UTC)
"""When the invoice was opened; no stolen mail is younger."""
SPOOFED_AT: Final = datetime(2022, 3, 7, 2, 0, tzinfo=UTC)

SPOOFS: Final = 5

STRANGERS: Final = (
    "info@hotel.example",
    "sales@tienda.example",
    "contact@bakery.example",
    "office@clinic.example",
    "admin@school.example",
)
"""Accounts that the forged mails come from: stolen elsewhere, nothing to do with the company."""

TOPICS: Final = (
    ("見積書の件", "先日お願いした見積書について、単価の内訳を教えていただけますか。"),
    ("納品日のご相談", "来週の納品日を一日早めることは可能でしょうか。"),
    ("請求書の送付先", "今月分の請求書は、経理宛てにお送りください。"),
    ("打ち合わせの日程", "次回の打ち合わせは、木曜の午後でいかがでしょうか。"),
    ("展示会の準備", "展示会で使うパネルの校正をお送りします。赤字をお入れください。"),
    ("契約更新について", "契約の更新にあたり、条件の見直しをご相談したく存じます。"),
    ("在庫の確認", "型番の在庫数と、次の入荷の予定を教えてください。"),
    ("発注の変更", "先週の発注のうち、数量を変更させてください。"),
)
ANSWERS: Final = (
    "承知しました。担当に確かめて、明日中にご連絡します。",
    "ご連絡ありがとうございます。その内容で問題ありません。",
    "一部だけ変更をお願いできますでしょうか。詳しくはお電話します。",
    "確認しました。今後ともよろしくお願いいたします。",
)
GOODS: Final = (
    "折りたたみ机",
    "会議用いす",
    "卓上照明",
    "掲示板",
    "書類棚",
    "移動式ラック",
    "受付台",
    "仕切り板",
)
PLACES: Final = ("本社倉庫", "北口営業所", "第二工場", "港の集配所", "駅前店", "西支店")
REASONS: Final = (
    "先方の改装が早まったため",
    "前回の納品で箱に傷みがあったため",
    "年度末の予算に間に合わせるため",
    "担当者が異動することになったため",
    "展示の会場が変わったため",
)
DETAILS: Final = (
    "{goods}の品番{code}を{count}台、{place}へ{month}月{day}日の午前中にお届けいただきたいと考えています。",
    "{reason}、{goods}の単価は{price}円、{count}台以上で{discount}パーセント引きという条件でお願いしたいです。",
    "{place}の受け取りは{day}日の{hour}時までで、車は{tons}トン車までしか入れないとのことでした。",
    "図面番号{code}の寸法を{price}ミリから{count}ミリ縮めた場合の費用も、あわせてお知らせください。",
    "前回の伝票{code}と数が{count}台合わないので、{place}の在庫と照らし合わせていただけますか。",
)
"""What makes each mail one of its kind, as real ones are: numbers, places, reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail of the company's past."""

    identifier: str
    sender: Employee | Contact
    recipient: Employee | Contact
    subject_line: str
    text: str
    at: datetime
    answers: "Letter | None" = None

    def bytes(self) -> bytes:
        """As it was received."""
        fields = [b"Received: by mx." + OWN_DOMAIN.encode()]
        return _mail(self, f"{self.sender.name} <{self.sender.address}>", fields, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoof:
    """A forged mail made from a real one."""

    quoted: Letter
    recipient: Contact
    data: bytes


def make_letters(company: Company) -> tuple[Letter, ...]:
    """All mails of the past, oldest first."""
    random = Random(company.seed + 1)  # noqa: S311  has to be repeatable
    letters = [one for number in range(THREADS) for one in _thread(company, random, number)]
    return tuple(sorted(letters, key=lambda one: (one.at, one.identifier)))


def _thread(company: Company, random: Random, number: int) -> Iterator[Letter]:
    employees = [one for one in company.people if one.role == "employee"]
    own = employees[number % len(employees)] if number % 3 else pick(random, company.people)
    partner = company.partners[random.randrange(len(company.partners))]
    topic, text = TOPICS[random.randrange(len(TOPICS))]
    at = FIRST_AT + timedelta(hours=random.randrange(24 * 60), minutes=random.randrange(60))
    people = (own, partner) if random.random() < 0.5 else (partner, own)  # noqa: PLR2004  half
    before: Letter | None = None
    for turn in range(2 + random.randrange(3)):
        sender, recipient = people if turn % 2 == 0 else people[::-1]
        opening = text if turn == 0 else ANSWERS[random.randrange(len(ANSWERS))]
        words = f"{opening}\n{_details(random)}"
        before = Letter(
            identifier=f"{number:03}.{turn}@{sender.address.rpartition('@')[2]}",
            sender=sender,
            recipient=recipient,
            subject_line=topic if turn == 0 else f"Re: {topic}",
            text=_letter_text(sender, recipient, words, before),
            at=at,
            answers=before,
        )
        yield before
        at += timedelta(hours=2 + random.randrange(30))


def _details(random: Random) -> str:
    """Two sentences."""
    return "\n".join(_detail(random, template) for template in random.sample(DETAILS, 2))


def _detail(random: Random, template: str) -> str:
    return template.format(
        goods=random.choice(GOODS),
        place=random.choice(PLACES),
        reason=random.choice(REASONS),
        code=f"{random.choice('ABDFHK')}{random.randrange(1000, 9999)}",
        count=random.randrange(3, 90),
        price=random.randrange(12, 480) * 100,
        discount=random.randrange(2, 15),
        month=random.randrange(1, 4),
        day=random.randrange(1, 29),
        hour=random.randrange(9, 18),
        tons=random.randrange(2, 11),
    )


def _letter_text(
    sender: Employee | Contact, recipient: Employee | Contact, words: str, before: Letter | None
) -> str:
    quoted = "" if before is None else f"\n\n{_attribution(before)}\n{_quoted(before.text)}"
    return f"{recipient.name} 様\n\nお世話になっております。\n{words}\n\n{sender.name}{quoted}\n"


def _attribution(letter: Letter) -> str:
    at = letter.at.astimezone(UTC)
    return f"{at:%Y/%m/%d %H:%M}、{letter.sender.name} <{letter.sender.address}>:"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def make_spoofs(company: Company, letters: Sequence[Letter]) -> tuple[Spoof, ...]:
    """Forged mails to partners, made from the mailbox that was stolen."""
    random = Random(company.seed + 2)  # noqa: S311  has to be repeatable
    stolen = [
        one
        for one in letters
        if company.leaked in (one.sender, one.recipient) and one.at < STOLEN_AT
    ]
    chosen = random.sample(stolen, min(SPOOFS, len(stolen)))
    return tuple(_spoof(company, letter, number) for number, letter in enumerate(chosen))


def _spoof(company: Company, letter: Letter, number: int) -> Spoof:
    recipient = letter.sender if isinstance(letter.sender, Contact) else letter.recipient
    if not isinstance(recipient, Contact):
        raise TypeError("a thread has a partner")
    password = f"Mt{number}4x"
    text = (
        f"お世話になっております。\nご確認をお願いいたします。\n\n解凍パスワード: {password}\n\n"
        f"{company.leaked.name}\n\n{_attribution(letter)}\n{_quoted(letter.text)}\n"
    )
    stranger = STRANGERS[number % len(STRANGERS)]
    shown = Letter(
        identifier=f"spoof.{number}@{stranger.rpartition('@')[2]}",
        sender=company.leaked,
        recipient=recipient,
        subject_line=f"RE: {letter.subject_line.removeprefix('Re: ')}",
        text=text,
        at=SPOOFED_AT + timedelta(hours=7 * number),
    )
    domain = stranger.rpartition("@")[2]
    fields = [
        b"Return-Path: <" + stranger.encode() + b">",
        b"Received: from mail." + domain.encode() + b" (unknown [192.0.2.9]) by mx.partner.example",
    ]
    sender = f"{company.leaked.name} <{stranger}>"
    data = _mail(shown, sender, fields, text, _workbook(password))
    return Spoof(quoted=letter, recipient=recipient, data=data)


def make_invoice(company: Company) -> bytes:
    """The mail that it began with: to whoever opened it, in a partner's name."""
    partner = company.partners[company.seed % len(company.partners)]
    text = (
        "お世話になっております。\n請求書をお送りします。ご確認をお願いいたします。\n\n"
        f"解凍パスワード: Inv0303\n\n{partner.name}\n"
    )
    letter = Letter(
        identifier="invoice@hotel.example",
        sender=partner,
        recipient=company.leaked,
        subject_line="請求書の送付",
        text=text,
        at=STOLEN_AT - timedelta(minutes=20),
    )
    fields = [b"Return-Path: <info@hotel.example>"]
    return _mail(letter, f"{partner.name} <info@hotel.example>", fields, text, _workbook("Inv0303"))


def _workbook(password: str) -> bytes:
    member = ZipMember(name="請求書.xlsm", content=make_xlsm())
    return make_zip([member], password=password, cipher=ZipCipher.ZIPCRYPTO)


def _mail(
    letter: Letter, sender: str, fields: Sequence[bytes], text: str, attached: bytes = b""
) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = f"{letter.recipient.name} <{letter.recipient.address}>"
    mail["Subject"] = letter.subject_line
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{letter.identifier}>"
    if letter.answers is not None:
        mail["In-Reply-To"] = f"<{letter.answers.identifier}>"
    mail.set_content(text, charset="utf-8", cte="base64")
    if attached:
        mail.add_attachment(attached, "application", "zip", filename="請求書.zip")
    return b"".join(field + b"\r\n" for field in fields) + mail.as_bytes()
