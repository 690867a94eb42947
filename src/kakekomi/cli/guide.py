"""``guide``: the questions one by one, what to do at once, and the next steps; or the card.

Works without a terminal too: answers are lines of standard input, and where they end the steps
are those for what has been answered. Whoever answers nothing gets what is right when in doubt.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import PackChoice, load_pack, now
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.console import Console, Style
from kakekomi.cli.run import tell
from kakekomi.cli.width import wrap
from kakekomi.cli.words import language_of
from kakekomi.guide.answer import advise
from kakekomi.guide.case import Case
from kakekomi.guide.interview import ActNow, Ask, Done, Given, answer_rows, next_screen
from kakekomi.guide.triage import Question, read_triage
from kakekomi.packs import model
from kakekomi.packs.model import Pack, Step

DOUBT: Final = "not_sure"
"""Id of the choice that Enter stands for, where a question has it."""

MAX_ATTEMPTS: Final = 5
"""Wrong answers to one question before it is passed over: standard input may be anything."""

MAX_ANSWER_CHARS: Final = 100
"""Of one answer; a number has one digit, and standard input may be anything."""


def write_card(target: str, lang: Language | None) -> int:
    """Write the first fifteen minutes as a page to exactly this file."""
    from kakekomi.guide.card import card_html  # noqa: PLC0415  the interview needs none of it

    language = lang or language_of(os.environ)
    console = Console(language, is_text=True)
    page = card_html(load_pack(PackChoice()), model.Language(language))
    result = attempt(
        lambda: Path(target).write_text(page, "utf-8"),
        name=valid_text(target),
        bad_input="problem.other",
    )
    if isinstance(result, Problem):
        tell(result, console)
        return result.status
    console.say(console.words("guide.card_saved", path=visible(valid_text(target))))
    return ExitStatus.NOTHING_FOUND


def run_guide(lang: Language | None) -> int:
    """Ask, say what to do at once, and list the steps."""
    language = lang or language_of(os.environ)
    console = Console(language, is_text=True)
    pack = load_pack(PackChoice())
    console.say(console.styled(console.words("guide.title"), Style.HEADING))
    _say(console, console.words("guide.intro"))
    given = _Interview(console, pack).run()
    with Case(pack) as case:
        steps = advise(case, answer_rows(given, at=now()))
    _list(steps, console)
    console.close(language)
    return ExitStatus.NOTHING_FOUND


class _Interview:
    """Asks until all is answered or no more lines come."""

    def __init__(self, console: Console, pack: Pack) -> None:
        self._console = console
        self._pack = pack
        self._triage = read_triage(pack)
        self._language = model.Language(console.words.language)
        self._given: list[Given] = []
        self._has_ended = False

    def run(self) -> Sequence[Given]:
        """The answers, at last."""
        shown: set[str] = set()
        while True:
            match next_screen(self._pack, self._triage, self._given, shown=shown):
                case ActNow(step=step):
                    shown.add(step.id)
                    self._act_now(step)
                case Ask(question=question, number=number):
                    choice = self._ask(question, number)
                    self._given.append(Given(question.id, choice))
                case Done(given=given):
                    return given

    def _act_now(self, step: Step) -> None:
        console = self._console
        console.say()
        console.say(console.styled(console.words("guide.do_first"), Style.DETECTED))
        _say(console, step.says.of(self._language), indent="  ")

    def _ask(self, question: Question, number: int) -> str:
        """Id of the choice; in doubt, or where no more lines come, the one for doubt."""
        console, choices = self._console, question.choice
        in_doubt = next((choice.id for choice in choices if choice.id == DOUBT), choices[-1].id)
        if self._has_ended:
            return in_doubt
        console.say()
        _say(console, question.asks.of(self._language), indent=f"{number}) ")
        _say(console, question.why.of(self._language), indent="   ")
        for place, choice in enumerate(choices, 1):
            _say(console, choice.says.of(self._language), indent=f"   {place}. ")
        for _ in range(MAX_ATTEMPTS):
            line = self._line()
            if not line:
                return in_doubt
            if line.isdecimal() and 1 <= int(line) <= len(choices):
                return choices[int(line) - 1].id
            _say(console, console.words("guide.again", count=len(choices)), indent="   ")
        return in_doubt

    def _line(self) -> str:
        """What was typed; empty for Enter and when no more lines come."""
        console = self._console
        console.out.write("   " + console.words("guide.ask"))
        console.out.flush()
        line = sys.stdin.buffer.readline(MAX_ANSWER_CHARS)
        if not line.endswith(b"\n"):
            console.say()
            self._has_ended = not line
        return line.decode("utf-8", "replace").strip()


def _list(steps: Sequence[Step], console: Console) -> None:
    words, language = console.words, model.Language(console.words.language)
    console.say()
    console.say(console.styled(words("guide.steps"), Style.HEADING))
    for number, step in enumerate(steps, 1):
        minutes = words("guide.minutes", minutes=step.minutes)
        _say(console, f"{step.says.of(language)} {minutes}", indent=f"  {number}. ")
        if step.danger is not None:
            danger = words("guide.danger") + words("line.colon") + step.danger.of(language)
            _say(console, danger, indent="     ")
    console.say()
    console.say(console.styled(words("heading.more"), Style.HEADING))
    for key in ("guide.prove_mail", "guide.prove_report", "line.more_card"):
        _say(console, words(key), indent="  ")


def _say(console: Console, text: str, *, indent: str = "") -> None:
    hanging = " " * len(indent)
    console.say(wrap(text, console.width, indent=indent, hanging=hanging))
