"""``pack export-osquery``: the PC rules for a fleet that runs osquery.

The rules that osquery can't run are named with the reason, in English like all that is said to
makers of packs: what a fleet does not look for, its owner has to know.
"""

import os
from pathlib import Path

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import PackChoice, load_pack
from kakekomi.check.language import Language
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.console import Console
from kakekomi.cli.words import language_of
from kakekomi.packs.osquery import export


def export_osquery(choice: PackChoice, out: str, lang: Language | None) -> int:
    """Write the file, then say what is in it and what is not."""
    console = Console(lang or language_of(os.environ), is_text=True)
    exported = export(load_pack(choice))
    Path(out).write_bytes(exported.to_json())
    for rule in exported.left_out:
        console.say(console.words("pack.osquery_without", rule=rule.rule, why=visible(rule.why)))
    console.say(
        console.words(
            "pack.osquery_saved",
            path=visible(valid_text(out)),
            count=len(exported.pack.queries),
            without=len(exported.left_out),
        )
    )
    return ExitStatus.NOTHING_FOUND
