"""What all commands that judge have in common: language, form, console and knowledge."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from kakekomi.check.answer import Answer
from kakekomi.check.judging import Judging, PackChoice, load_pack, now
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.cli.console import Console
from kakekomi.cli.formats import Format
from kakekomi.cli.progress import Progress
from kakekomi.cli.run import show
from kakekomi.cli.words import language_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What all commands that judge have in common."""

    language: Language
    form: Format
    console: Console
    judging: Judging

    @classmethod
    def of(
        cls,
        lang: Language | None,
        form: Format,
        *,
        pack: str | None = None,
        key: str | None = None,
        unsafe_unsigned: bool = False,
    ) -> Self:
        """From the options as given.

        Raises:
            ConfigurationError: the pack is refused; nothing is collected then.
        """
        language = lang or language_of(os.environ)
        console = Console(language, is_text=form is Format.TEXT)
        choice = PackChoice(path=pack, key=key, is_unsigned_allowed=unsafe_unsigned)
        load_pack(choice)
        judging = Judging(choice=choice, language=console.words.language, now=now())
        return cls(language=language, form=form, console=console, judging=judging)

    def show(
        self,
        results: Iterable[Answer | Problem],
        progress: Progress | None = None,
        own_domains: tuple[str, ...] = (),
    ) -> int:
        """Write the results; give the exit status."""
        status = show(
            results,
            form=self.form,
            console=self.console,
            judging=self.judging,
            progress=progress,
            own_domains=own_domains,
        )
        self.console.close(self.language)
        return status
