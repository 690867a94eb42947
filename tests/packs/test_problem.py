from kakekomi.packs.problem import PackError, Problem


def test_all_problems_stand_in_the_message_once_and_in_order() -> None:
    second, first = Problem("b.sql", 3, "two"), Problem("a.sql", 10, "one")

    error = PackError("mini", [second, first, second])

    assert error.problems == (first, second)
    assert str(error) == ("knowledge pack 'mini' has 2 problems:\n  a.sql:10: one\n  b.sql:3: two")
