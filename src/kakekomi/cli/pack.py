"""The commands for those who make knowledge packs; their work lies in ``packs``."""

import typer

from kakekomi.cli.options import Lang, MaybePack

pack = typer.Typer(rich_markup_mode=None)


@pack.command("lint")
def lint(folder: MaybePack = None, *, lang: Lang = None) -> int:
    """List what is wrong with a pack."""
    from kakekomi.cli.pack_work import lint  # noqa: PLC0415

    return lint(folder, lang)
