import pytest

from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.lzh import pack
from kakekomi.facts.errors import ParseError
from kakekomi.mail import lzh_unpack


def ignore(_cost: int) -> None:
    pass


@pytest.mark.parametrize(
    ("method", "distance"),
    [(b"-lh4-", 4_095), (b"-lh5-", 8_191), (b"-lh6-", 32_767), (b"-lh7-", 65_535)],
)
def test_repetitions_reach_back_the_whole_window(method: bytes, distance: int) -> None:
    tokens: list[Token] = [*b"abc", *[(3, 256)] * 260, *b"x", (distance, 100), (1, 3), (2, 4)]
    content = played(tokens)

    assert lzh_unpack.unpack(pack(tokens, method), method, len(content), ignore) == content


def test_blanks_stand_before_the_first_byte() -> None:
    bits = pack([*b"a"], b"-lh5-")

    assert lzh_unpack.unpack(bits, b"-lh5-", 1, ignore) == b"a"


def test_blocks_follow_one_another_and_are_paid_for() -> None:
    costs: list[int] = []

    def pay(cost: int) -> None:
        costs.append(cost)
        if len(costs) > 1:
            raise ParseError("enough")

    assert lzh_unpack.unpack(pack([*b"abc"], b"-lh5-"), b"-lh5-", 9, pay) == b"abc"
    assert len(costs) == 2
