"""The sentences of a plan in the reader's language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from kakekomi.packs.model import Language
from kakekomi.respond.action import ActionKind
from kakekomi.respond.guard import Refusal


class Wording:
    """All sentences of one language. Values are put in as they are."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._words = _load(language)

    def why(self, kind: ActionKind, variant: str = "", **values: str) -> str:
        """Why the action is planned."""
        return self._words["why"][f"{kind}{variant}"].format_map(values)

    def undo(self, kind: ActionKind) -> str:
        """How it is undone."""
        return self._words["undo"][kind]

    def refused(self, reason: Refusal, **values: str) -> str:
        """Why something is left."""
        return self._words["refused"][reason].format_map(values)


@cache
def _load(language: Language) -> Mapping[str, Mapping[str, str]]:
    file = resources.files(__package__).joinpath("words", f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8"))
