"""What people ask the desk in the demo: the questions of the first days of a surge."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from kakekomi.desk.house.models import Organization
from kakekomi.desk.portal.models import Enquiry, Severity

ASKED: Final = (
    (
        Severity.HIGH,
        "添付の Excel を開いて「コンテンツの有効化」を押してしまいました",
        "LANケーブルは抜きました。件名は「Re: 請求書の件」です。次に何をすればよいですか。",
        20,
    ),
    (
        Severity.HIGH,
        "請求書のzipを開いたあと、PCの動きがおかしいです",
        "件名「Re: 請求書の件」、パスワードはメールに書いてありました。電源は入れたままです。",
        55,
    ),
    (
        Severity.MIDDLE,
        "取引先から、当社の名前で不審なメールが届いたと電話がありました",
        "元のメールはもらえることになっています。どう受け取ればよいですか。",
        90,
    ),
    (
        Severity.MIDDLE,
        "「Re: 請求書の件」というメールが社内の3人に届きました",
        "まだ誰も開いていません。差出人の名前は知っている人です。",
        130,
    ),
    (
        Severity.LOW,
        "EmoCheck の結果のファイルがどこにあるか分かりません",
        "画面が文字化けして読めませんでした。",
        240,
    ),
    (
        Severity.LOW,
        "スマートフォンでメールを見ました。大丈夫でしょうか",
        "添付は開いていません。",
        400,
    ),
)
"""Severity, question, text, and how many minutes ago."""


def make_enquiries(organization: Organization) -> None:
    """Put them into the queue."""
    now = timezone.now()
    for severity, question, text, minutes in ASKED:
        asked = Enquiry.objects.create(
            organization=organization, question=question, text=text, severity=severity
        )
        at = now - timedelta(minutes=minutes)
        Enquiry.objects.filter(pk=asked.pk).update(created_at=at)
