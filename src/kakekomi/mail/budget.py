"""What one mail may cost: counted over all its attachments, however deep they lie."""

from typing import Final

MAX_NODES: Final = 1_000
"""Attachments, members and embedded files of one mail; honest ones have dozens."""
MAX_DEPTH: Final = 8
"""A document in a ZIP in a mail in a mail is four deep."""
MAX_INFLATED_BYTES: Final = 128 * 1024 * 1024
"""Unpacked in one mail, all together; keeps time under 5 s and memory under 600 MiB."""
MAX_ZIPCRYPTO_BYTES: Final = 6 * 1024 * 1024
"""The old ZIP cipher costs a third of a microsecond a byte: two seconds a mail."""
MAX_WRONG_PASSWORDS: Final = 400
"""Tried in vain in one mail: AES makes each cost half a millisecond on purpose."""
MAX_SLOW_BYTES: Final = 4 * 1024 * 1024
"""Unpacked by decoders written in Python (LZH, RAR): two to three seconds a mail."""
MAX_SKIPPED_BYTES: Final = 64 * 1024 * 1024
"""Unpacked only to reach what lies behind in the same stream: a second of LZMA."""
MAX_KEYS: Final = 60
"""Keys of 7z and RAR derived in one mail: each costs 10 to 20 ms on purpose."""
MAX_HASH_ROUNDS: Final = 3_000_000
"""Spent on passwords of documents: two to three seconds, thirty tries at Office's 100,000."""


class Budget:
    """What is left for one mail."""

    __slots__ = (
        "hash_rounds",
        "inflated_bytes",
        "keys",
        "nodes",
        "skipped_bytes",
        "slow_bytes",
        "wrong_passwords",
        "zipcrypto_bytes",
    )

    def __init__(self) -> None:
        self.nodes = MAX_NODES
        self.inflated_bytes = MAX_INFLATED_BYTES
        self.zipcrypto_bytes = MAX_ZIPCRYPTO_BYTES
        self.wrong_passwords = MAX_WRONG_PASSWORDS
        self.hash_rounds = MAX_HASH_ROUNDS
        self.slow_bytes = MAX_SLOW_BYTES
        self.skipped_bytes = MAX_SKIPPED_BYTES
        self.keys = MAX_KEYS

    def take_node(self) -> bool:
        """Count one more thing inside the mail; False if there are enough."""
        self.nodes -= 1
        return self.nodes >= 0
