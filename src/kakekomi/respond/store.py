"""Where quarantined files and evidence are kept: containers in a folder beside the journal.

The folder is the user's alone (0700, files 0600). A quarantined file is named by its content, so
that keeping it again after a crash finds it there. Nothing is ever removed from the store: what was
put back stays here as evidence until somebody deletes the folder.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from kakekomi.facts.errors import ParseError
from kakekomi.respond import container
from kakekomi.respond.container import Exhibit
from kakekomi.respond.durable import Checkpoint, nothing, private_folder
from kakekomi.respond.state import EvidenceState

QUARANTINE: Final = "quarantine"
EVIDENCE: Final = "evidence"
_CONTENT: Final = "content"
"""Member of a quarantined file; its path and times stand in the journal."""


class Kept(Protocol):
    """What the store has to know of a file."""

    @property
    def path(self) -> str:
        """Where it lay."""
        ...

    @property
    def size(self) -> int:
        """In bytes."""
        ...

    @property
    def sha256(self) -> str:
        """Of its content."""
        ...

    @property
    def item(self) -> str:
        """Name of its container."""
        ...


class Store:
    """The folder. It is made when something is kept."""

    def __init__(self, folder: Path, *, checkpoint: Checkpoint = nothing) -> None:
        self.folder = folder
        self._checkpoint = checkpoint

    def keep(self, state: Kept, chunks: Iterable[bytes]) -> None:
        """Keep a file's content unless it is there, and read it back.

        Raises: ParseError if what was kept is not what the state says.
        """
        if not self.holds(state):
            folder = private_folder(self.folder / QUARANTINE)
            content = Exhibit(name=_CONTENT, chunks=chunks)
            container.write(folder / state.item, [content], checkpoint=self._checkpoint)
        if not self.holds(state):
            raise ParseError("its copy in quarantine is not the same", where=state.path)

    def holds(self, state: Kept) -> bool:
        """Whether the content is there and whole; reads all of it."""
        digest, size = hashlib.sha256(), 0
        try:
            for chunk in self.content(state):
                digest.update(chunk)
                size += len(chunk)
        except (ParseError, OSError):
            return False
        return (digest.hexdigest(), size) == (state.sha256, state.size)

    def content(self, state: Kept) -> Iterator[bytes]:
        """The content of a quarantined file. Raises: ParseError, OSError."""
        return container.read(self.folder / QUARANTINE / state.item, _CONTENT)

    def add_evidence(
        self, name: str, exhibits: Iterable[Exhibit], *, sha256: str | None
    ) -> EvidenceState:
        """Keep evidence in a new container."""
        folder = private_folder(self.folder / EVIDENCE)
        path = folder / f"{len(list(folder.glob('*.zip'))) + 1:03}-{name}.zip"
        if path.exists():
            raise ParseError("is in the way; move the evidence folder away", where=str(path))
        container.write(path, exhibits, checkpoint=self._checkpoint)
        return EvidenceState(item=path.name, members=container.names(path), sha256=sha256)

    def has_evidence(self, state: EvidenceState) -> bool:
        """Whether all of it is there and whole; reads all of it."""
        path = self.folder / EVIDENCE / state.item
        try:
            if container.names(path) != state.members:
                return False
            for name in state.members:
                for _ in container.read(path, name):
                    pass
        except (ParseError, OSError):
            return False
        return True
