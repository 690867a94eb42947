"""A console of its own for tests: in memory, of any encoding, never a terminal."""

import io
import sys

import pytest

from kakekomi.check.language import Language
from kakekomi.cli.console import Console


class MemoryConsole:
    """Standard output and error as the code under test sees them."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, *, encoding: str = "utf-8", language: str = "en"
    ) -> None:
        self._streams = [
            io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _ in range(2)
        ]
        monkeypatch.setattr(sys, "stdout", self._streams[0])
        monkeypatch.setattr(sys, "stderr", self._streams[1])
        self.console = Console(Language(language), is_text=True)

    def _text(self, stream: io.TextIOWrapper) -> str:
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(stream.encoding)

    @property
    def out(self) -> str:
        return self._text(self._streams[0])

    @property
    def err(self) -> str:
        return self._text(self._streams[1])
