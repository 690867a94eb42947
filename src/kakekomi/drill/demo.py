"""``make run``: three harmless cases, checked with the very commands that a user types.

The commands run as processes of their own, so that what is shown here is what a user will see,
exit statuses included. Everything is written below one folder and nowhere else.
"""

import locale
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

from kakekomi.drill.demo_cases import DemoCase, make_cases

FOLDER: Final = Path("kakekomi-demo")

VERDICTS: Final = frozenset({0, 10, 20, 30})
"""Exit statuses of a check that ran; any other is a failure of the demonstration."""

RULE: Final = "=" * 78


def main(folder: Path = FOLDER) -> int:
    """Make the cases, check them, write the pages; give the exit status."""
    language = _language(os.environ)
    words = _words(language)
    _say(words["intro"].format(folder=folder))
    failures = sum(not _show(case, words, language) for case in make_cases(folder))
    card = folder / "card.html"
    failures += _run(["guide", "--card", str(card), "--lang", language], quiet=True) != 0
    _say(f"\n{RULE}\n{words['card_written'].format(path=card)}")
    _say(words["own"].format(command=_shown_command()))
    return 1 if failures else 0


def _language(environment: Mapping[str, str]) -> str:
    given = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None)
    name = given or locale.getlocale()[0] or ""
    return "ja" if name.lower().startswith("ja") else "en"


def _words(language: str) -> Mapping[str, str]:
    file = resources.files("kakekomi.drill").joinpath("words", f"demo.{language}.toml")
    return tomllib.loads(file.read_text("utf-8"))


def _show(case: DemoCase, words: Mapping[str, str], language: str) -> bool:
    """Check one case as a user would, and write its page; whether both worked."""
    _say(f"\n{RULE}\n{words[case.title]}\n\n$ {_shown_command()} {shlex.join(case.command)}\n")
    status = _run([*case.command, "--lang", language])
    with case.page.open("wb") as page:
        page_status = _run(
            [*case.command, "--lang", language, "--format", "html"], into=page.fileno()
        )
    if status not in VERDICTS or page_status != status:
        _say(words["failed"])
        return False
    _say("\n" + words["report_written"].format(path=case.page))
    return True


def _run(arguments: Sequence[str], *, into: int | None = None, quiet: bool = False) -> int:
    sys.stdout.flush()
    target = subprocess.DEVNULL if quiet else into
    command = [sys.executable, "-m", "kakekomi", *arguments]
    return subprocess.run(command, stdout=target, check=False).returncode  # noqa: S603  no shell


def _shown_command() -> str:
    """How the user types it here: the command beside this Python, if there is one."""
    beside = Path(sys.executable).parent / "kakekomi"
    if not beside.exists():
        return "kakekomi"
    here = Path.cwd()
    return str(beside.relative_to(here)) if beside.is_relative_to(here) else str(beside)


def _say(text: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


if __name__ == "__main__":
    sys.exit(main())
