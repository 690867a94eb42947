import pytest

from kakekomi.drill.infection import INFECTIONS

STUB = b"Kakekomi drill: harmless, does nothing."


@pytest.mark.parametrize("name", list(INFECTIONS))
def test_everything_planted_says_that_it_is_harmless(name: str) -> None:
    assert all(STUB in file.data for file in INFECTIONS[name].files)


def test_all_periods_of_2019_to_2023_are_there() -> None:
    assert {name[:4] for name in INFECTIONS if name[0] == "2"} == {
        "2019",
        "2020",
        "2021",
        "2022",
        "2023",
    }
