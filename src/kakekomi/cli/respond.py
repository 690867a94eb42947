"""The commands that change a PC; their work lies in ``respond_commands``."""

# ruff: noqa: PLC0415  a command's room is imported when the command runs
from enum import StrEnum
from typing import Annotated

import typer

from kakekomi.cli.options import Lang, Root, VolumeSerial

respond = typer.Typer(rich_markup_mode=None)


class RespondFormat(StrEnum):
    """Forms of a plan and of what became of it."""

    TEXT = "text"
    JSON = "json"


JournalFile = Annotated[str | None, typer.Option("--journal", metavar="FILE")]
Yes = Annotated[bool, typer.Option("--yes")]
LiftAfter = Annotated[
    int | None, typer.Option("--lift-after", min=5, max=10_080, metavar="MINUTES")
]
Desks = Annotated[list[str] | None, typer.Option("--desk", metavar="ADDRESS")]
RespondForm = Annotated[RespondFormat, typer.Option("--format")]


@respond.command("plan")
def plan(
    *,
    root: Root = None,
    volume_serial: VolumeSerial = None,
    journal: JournalFile = None,
    respond_form: RespondForm = RespondFormat.TEXT,
    lang: Lang = None,
) -> int:
    """Show what should be done."""
    from kakekomi.cli.respond_commands import Response

    return Response.of(root, journal, respond_form, lang, volume_serial=volume_serial).plan()


@respond.command("apply")
def apply(  # noqa: PLR0913  each is an option
    *,
    root: Root = None,
    volume_serial: VolumeSerial = None,
    journal: JournalFile = None,
    desk: Desks = None,
    lift_after: LiftAfter = None,
    yes: Yes = False,
    respond_form: RespondForm = RespondFormat.TEXT,
    lang: Lang = None,
) -> int:
    """Do it."""
    from kakekomi.cli.respond_commands import Response

    response = Response.of(
        root, journal, respond_form, lang, volume_serial=volume_serial, desks=desk
    )
    return response.apply(is_confirmed=yes, lift_after=lift_after)


@respond.command("verify")
def verify(
    *,
    root: Root = None,
    volume_serial: VolumeSerial = None,
    journal: JournalFile = None,
    respond_form: RespondForm = RespondFormat.TEXT,
    lang: Lang = None,
) -> int:
    """Look whether it is done."""
    from kakekomi.cli.respond_commands import Response

    return Response.of(root, journal, respond_form, lang, volume_serial=volume_serial).verify()


@respond.command("undo")
def undo(
    *,
    root: Root = None,
    journal: JournalFile = None,
    yes: Yes = False,
    respond_form: RespondForm = RespondFormat.TEXT,
    lang: Lang = None,
) -> int:
    """Undo it."""
    from kakekomi.cli.respond_commands import Response

    return Response.of(root, journal, respond_form, lang).undo(is_confirmed=yes)


@respond.command("list")
def list_actions(
    *,
    root: Root = None,
    journal: JournalFile = None,
    respond_form: RespondForm = RespondFormat.TEXT,
    lang: Lang = None,
) -> int:
    """List what was done."""
    from kakekomi.cli.respond_commands import Response

    return Response.of(root, journal, respond_form, lang).listed()
