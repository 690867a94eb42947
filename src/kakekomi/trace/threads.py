"""Join mails to threads by the ids that they answer, whatever order they come in.

A forest of ids: an id that is only referred to is a node as well, so that two answers to a mail
that nobody kept are still of one thread. An id is remembered by eight bytes of its hash.
"""

from array import array
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt


def key_of(message_id: str) -> int:
    """Eight bytes for an id."""
    digest = blake2b(message_id.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


class Threads:
    """Ids, and which of them are of one thread."""

    def __init__(self) -> None:
        self._nodes: dict[int, int] = {}
        self._parents = array("q")

    def __len__(self) -> int:
        return len(self._parents)

    def node(self, key: int) -> int:
        """Number of an id; one not met before begins a thread of its own."""
        found = self._nodes.setdefault(key, len(self._parents))
        if found == len(self._parents):
            self._parents.append(found)
        return found

    def known(self, message_id: str) -> int | None:
        """Number of an id, if it was met."""
        return self._nodes.get(key_of(message_id))

    def root(self, node: int) -> int:
        """What stands for the thread, as far as is known by now."""
        parents = self._parents
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    def join(self, node: int, others: Sequence[int]) -> None:
        """All of these are one thread; the smallest number stands for it."""
        for other in others:
            low, high = sorted((self.root(node), self.root(other)))
            self._parents[high] = low

    def roots(self) -> npt.NDArray[np.int64]:
        """Of all nodes, at the end."""
        return np.array([self.root(node) for node in range(len(self._parents))], np.int64)
