"""Write bits, the highest of each byte first: for packed data of drills and tests."""

from collections.abc import Sequence

Token = int | tuple[int, int]
"""A literal byte, or a repetition: distance and length."""


class BitWriter:
    """Bits on their way to bytes."""

    def __init__(self) -> None:
        self._bits: list[str] = []

    def put(self, value: int, count: int) -> None:
        """Append ``count`` bits."""
        if count:
            self._bits.append(f"{value:0{count}b}")

    @property
    def count(self) -> int:
        """Bits so far."""
        return sum(map(len, self._bits))

    def to_bytes(self) -> bytes:
        """All bits, filled up with zeros."""
        text = "".join(self._bits)
        size = (len(text) + 7) // 8
        return int(text.ljust(8 * size, "0") or "0", 2).to_bytes(size, "big")


class FlatCode:
    """A whole code whose symbols have the same length, but for the first few that are shorter."""

    def __init__(self, count: int) -> None:
        width = (count - 1).bit_length()
        self._short = (1 << width) - count
        self.lengths = [width - (symbol < self._short) for symbol in range(count)]

    def put(self, bits: BitWriter, symbol: int) -> None:
        """Append the symbol's code."""
        is_long = symbol >= self._short
        bits.put(symbol + self._short if is_long else symbol, self.lengths[symbol])


def played(tokens: Sequence[Token]) -> bytes:
    """What the tokens unpack to."""
    out = bytearray()
    for token in tokens:
        if isinstance(token, int):
            out.append(token)
        else:
            for _ in range(token[1]):
                out.append(out[-token[0]])
    return bytes(out)
