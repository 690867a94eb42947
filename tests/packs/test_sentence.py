from kakekomi.packs.sentence import fill, places


def test_places_are_filled_verbatim_and_values_are_not_read_as_places() -> None:
    says = "添付「{name}」の開き方は「{password}」です。"

    assert fill(says, {"name": "{password}", "password": "\\1"}) == (
        "添付「{password}」の開き方は「\\1」です。"
    )


def test_a_value_that_is_not_known_is_shown_as_a_dash() -> None:
    assert fill("{name} {0} {A}", {}) == "— {0} {A}"


def test_places_are_named_in_order() -> None:
    assert places("{b} {a} {b}") == ("b", "a", "b")
