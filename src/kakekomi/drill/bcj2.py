"""Take the addresses out of a program as 7-Zip's BCJ2 does; harmless, whatever the program is.

Source: as ``kakekomi.mail.seven_zip_bcj2``
"""

from typing import Final

from kakekomi.mail.seven_zip_bcj2 import CALL, CONDITIONS, EVEN, JUMP, LONG, TOP, WORD

CARRIED: Final = 0xFF000000
"""From here on a later carry would change what was written."""
FLUSHED_BYTES: Final = 5
"""Written at the end, so that the decoder never runs out."""


def split(program: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """The streams main, call, jump and coded; every address that is there is taken out."""
    main, call, jump = bytearray(), bytearray(), bytearray()
    bits = _Bits()
    at = last = 0
    while at < len(program):
        byte = program[at]
        main.append(byte)
        at += 1
        is_conditional = last == LONG and byte in CONDITIONS
        if byte not in {CALL, JUMP} and not is_conditional:
            last = byte
            continue
        kind = 2 + last if byte == CALL else int(byte == JUMP)
        raw = program[at : at + 4]
        bits.put(kind, len(raw) == 4)  # noqa: PLR2004  bytes of an address
        last = byte
        if len(raw) == 4:  # noqa: PLR2004  the same
            place = int.from_bytes(raw, "little") + at + 4 & WORD
            (call if byte == CALL else jump).extend(place.to_bytes(4, "big"))
            last = raw[3]
            at += 4
    return bytes(main), bytes(call), bytes(jump), bits.end()


class _Bits:
    """The range encoder: what it may still carry into is held back."""

    def __init__(self) -> None:
        self._probabilities = [EVEN] * (2 + 256)
        self._low = 0
        self._range = WORD
        self._held = 1
        self._first = 0
        self._out = bytearray()

    def put(self, kind: int, bit: bool) -> None:  # noqa: FBT001  it is the value
        probability = self._probabilities[kind]
        bound = (self._range >> 11) * probability
        if bit:
            self._low += bound
            self._range -= bound
            self._probabilities[kind] = probability - (probability >> 5)
        else:
            self._range = bound
            self._probabilities[kind] = probability + (2_048 - probability >> 5)
        if self._range < TOP:
            self._range <<= 8
            self._shift()

    def end(self) -> bytes:
        for _ in range(FLUSHED_BYTES):
            self._shift()
        return bytes(self._out)

    def _shift(self) -> None:
        if self._low < CARRIED or self._low > WORD:
            carry = self._low >> 32
            self._out.append(self._first + carry & 0xFF)
            self._out += bytes([0xFF + carry & 0xFF]) * (self._held - 1)
            self._held = 0
            self._first = self._low >> 24 & 0xFF
        self._held += 1
        self._low = self._low << 8 & WORD
