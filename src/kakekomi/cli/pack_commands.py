"""``pack …``: checked, signed and built packs, and sentences about them.

What is wrong with a pack is said in English wherever it is found: pack authors search for it.
"""

import os
from pathlib import Path

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.foreign_pack import keys_of
from kakekomi.check.language import Language
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.console import Console
from kakekomi.cli.words import language_of
from kakekomi.packs import build as building
from kakekomi.packs import keys, load
from kakekomi.packs import sign as signing


def _console(lang: Language | None) -> Console:
    return Console(lang or language_of(os.environ), is_text=True)


def _shown(path: str | Path) -> str:
    return visible(valid_text(str(path)))


def lint(folder: str | None, lang: Language | None) -> int:
    """List all problems of the folder, or of the pack that came with the program."""
    from kakekomi.packs.lint import lint as problems_of  # noqa: PLC0415  compiles all rules

    console = _console(lang)
    place = load.EMBEDDED / "emotet" if folder is None else Path(folder)
    problems = problems_of(place)
    for problem in problems:
        console.say(visible(str(problem)))
    if problems:
        console.tell(console.asides("pack.lint_count", count=len(problems)))
        return ExitStatus.UNREADABLE
    console.say(console.words("pack.lint_ok", path=_shown(place)))
    return ExitStatus.NOTHING_FOUND


def keygen(out: str, lang: Language | None) -> int:
    """Make a key pair beside each other."""
    console = _console(lang)
    secret, public, _ = keys.keygen(Path(out))
    console.say(console.words("pack.key_saved", secret=_shown(secret), public=_shown(public)))
    return ExitStatus.NOTHING_FOUND


def sign(path: str, secret_key: str, lang: Language | None) -> int:
    """Sign a folder or a built file in place."""
    console = _console(lang)
    building.sign_pack(Path(path), Path(secret_key))
    console.say(console.words("pack.signed", path=_shown(path)))
    return ExitStatus.NOTHING_FOUND


def verify(path: str, key: str | None, lang: Language | None) -> int:
    """Say which trusted key has signed exactly this content."""
    console = _console(lang)
    signer = signing.verify(building.read_pack(Path(path)), keys_of(key))
    console.say(console.words("pack.valid", path=_shown(path), key=signer.id))
    return ExitStatus.NOTHING_FOUND


def build(folder: str, out: str, lang: Language | None) -> int:
    """Build a folder into one file."""
    console = _console(lang)
    building.build_folder(Path(folder), Path(out))
    console.say(console.words("pack.built", path=_shown(out)))
    return ExitStatus.NOTHING_FOUND
