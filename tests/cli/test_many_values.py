from kakekomi.cli.many_values import spread

OPTIONS = frozenset({"--spoof", "--archive"})


def test_further_values_get_the_option_before_them() -> None:
    given = ["--spoof", "a", "b", "--archive", "c", "--lang", "ja", "--spoof", "d"]

    assert spread(given, OPTIONS) == [
        *("--spoof", "a", "--spoof", "b", "--archive", "c", "--lang", "ja", "--spoof", "d")
    ]


def test_standard_input_is_a_value_and_what_follows_two_dashes_is_left_alone() -> None:
    assert spread(["--spoof", "a", "-", "--", "x", "y"], OPTIONS) == [
        *("--spoof", "a", "--spoof", "-", "--", "x", "y")
    ]


def test_a_value_after_another_option_is_not_taken() -> None:
    assert spread(["--spoof", "a", "--jobs", "2", "b"], OPTIONS) == [
        "--spoof",
        "a",
        "--jobs",
        "2",
        "b",
    ]
