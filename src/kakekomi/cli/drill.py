"""The command that makes an exercise and scores it; its work lies in ``drill_commands``."""

# ruff: noqa: PLC0415  a command's room is imported when the command runs
from typing import Annotated

import typer

from kakekomi.cli.formats import TableFormat
from kakekomi.cli.options import Lang, TableForm

DrillFolder = Annotated[str, typer.Argument(metavar="[FOLDER]", show_default=False)]
Seed = Annotated[int | None, typer.Option("--seed", min=0, max=2**31 - 1, metavar="N")]
ScoreLog = Annotated[str | None, typer.Option("--score", metavar="LOG")]


def drill(
    folder: DrillFolder = "kakekomi-drill",
    *,
    seed: Seed = None,
    score: ScoreLog = None,
    table_form: TableForm = TableFormat.TEXT,
    lang: Lang = None,
) -> int:
    """Make an exercise, or score one."""
    from kakekomi.cli.drill_commands import make_drill, score_drill

    if score is None:
        return make_drill(folder, seed, lang)
    return score_drill(folder, score, lang, is_json=table_form is TableFormat.JSON)
