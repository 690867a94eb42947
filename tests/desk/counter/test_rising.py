from datetime import date, timedelta

from kakekomi.desk.counter.rising import Rise, rises

TODAY = date(2022, 3, 8)


def days(question: str, *numbers: int) -> list[tuple[str, date]]:
    """Asked that often today, yesterday, the day before …"""
    return [
        (question, TODAY - timedelta(days=ago))
        for ago, number in enumerate(numbers)
        for _ in range(number)
    ]


def test_a_question_that_is_asked_more_than_chance_explains_rises() -> None:
    asked = [*days("zip", 9, 1, 1, 1, 1, 1, 1, 1), *days("mac", 4, 3, 3, 3, 3, 3, 3, 3)]

    assert rises(asked, today=TODAY) == (
        Rise(question="zip", today=9, week_mean=1.0, is_rising=True),
        Rise(question="mac", today=4, week_mean=3.0, is_rising=False),
    )


def test_two_people_are_chance() -> None:
    assert rises(days("new", 2), today=TODAY) == (
        Rise(question="new", today=2, week_mean=0.0, is_rising=False),
    )


def test_what_is_older_than_a_week_or_still_to_come_is_left_out() -> None:
    asked = [("old", TODAY - timedelta(days=8)), ("later", TODAY + timedelta(days=1))]

    assert rises(asked, today=TODAY) == ()
