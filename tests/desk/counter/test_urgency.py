from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.desk.counter.urgency import WITHIN, Level, Reason, Urgency, is_overdue, urgency
from kakekomi.judge.verdict import Verdict

AT = datetime(2022, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "level", "reasons"),
    [
        ("添付のZIPを開いてしまいました。どうすればいいですか", Level.HIGH, (Reason.OPENED,)),
        ("まだ開いていません。開いても大丈夫ですか", Level.LOW, ()),
        ("誰も開いてないのですが心配です", Level.LOW, ()),
        ("当社の名前でメールが届いていると言われました", Level.NORMAL, (Reason.OUR_NAME,)),
        (
            "弊社の名をかたるメールが出ています。昨日、社員が添付を開いた人がいます",
            Level.CRITICAL,
            (Reason.OPENED, Reason.OUR_NAME),
        ),
        ("EmoCheckで検知されました", Level.HIGH, (Reason.INFECTED,)),
        ("EmoCheckでは検知されませんでした", Level.LOW, ()),
        ("社内のファイルが暗号化されて身代金を求められています", Level.CRITICAL, (Reason.DAMAGE,)),
        ("暗号化されたZIPの開き方を教えてください", Level.LOW, ()),
        ("I have not opened it.", Level.LOW, ()),
        ("I opened it and enabled editing", Level.HIGH, (Reason.OPENED,)),
        ("Someone sends mails in our name", Level.NORMAL, (Reason.OUR_NAME,)),
    ],
)
def test_what_happened_decides(text: str, level: Level, reasons: tuple[Reason, ...]) -> None:
    assert urgency(text) == Urgency(level=level, reasons=reasons)


def test_a_detected_mail_that_was_opened_is_critical_and_one_that_came_is_not() -> None:
    came = urgency("届きました", [Verdict.DETECTED])
    opened = urgency("開きました", [Verdict.DETECTED])

    assert came == Urgency(level=Level.HIGH, reasons=(Reason.DETECTED,))
    assert opened == Urgency(level=Level.CRITICAL, reasons=(Reason.DETECTED, Reason.OPENED))


def test_others_in_the_same_wave_lift_a_question_to_normal() -> None:
    assert urgency("質問です", wave_size=2) == Urgency(
        level=Level.NORMAL, reasons=(Reason.SEVERAL,)
    )


@pytest.mark.parametrize("level", list(Level))
def test_overdue_begins_after_the_promised_time(level: Level) -> None:
    assert not is_overdue(level, AT, AT + WITHIN[level])
    assert is_overdue(level, AT, AT + WITHIN[level] + timedelta(seconds=1))


@given(st.text())
def test_any_text_has_an_urgency(text: str) -> None:
    assert urgency(text).level in Level
