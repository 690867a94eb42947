import os

import pytest


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed loses nothing that it wrote; only a cut of power would."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
