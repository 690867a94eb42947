"""The commands that tell others; their work lies in ``notice_commands`` and ``notice_sending``."""

# ruff: noqa: PLC0415  a command's room is imported when the command runs
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kakekomi.cli.formats import TableFormat
from kakekomi.cli.options import Key, Lang, OwnDomains, PackPath, TableForm, Unsigned

if TYPE_CHECKING:
    from kakekomi.check.judging import PackChoice

notice = typer.Typer(rich_markup_mode=None)


class Kind(StrEnum):
    """Kinds of notices, as the knowledge pack has them."""

    PARTNERS = "partners"
    SENDER = "sender"
    AFFECTED = "affected"
    PUBLIC = "public"
    TELEPHONE = "telephone"
    INTERNAL = "internal"


class Settled(StrEnum):
    """What to do about mails in doubt."""

    ASK = "ask"
    LEAVE = "leave"
    AGAIN = "again"
    SENT = "sent"


class Way(StrEnum):
    """Ways to tell somebody without mail."""

    TELEPHONE = "telephone"
    PAPER = "paper"
    FAX = "fax"
    IN_PERSON = "in_person"
    WEB = "web"
    CHAT = "chat"


Folder = Annotated[str, typer.Argument(metavar="FOLDER", show_default=False)]
FolderOrMail = Annotated[str, typer.Argument(metavar="FOLDER|MAIL", show_default=False)]
Bounces = Annotated[list[str], typer.Argument(metavar="PATH...", show_default=False)]
Told = Annotated[list[str], typer.Argument(metavar="ADDRESS...", show_default=False)]
Doubtful = Annotated[list[str] | None, typer.Argument(metavar="[ADDRESS]...", show_default=False)]
KindOption = Annotated[Kind, typer.Option("--kind")]
MaybeKind = Annotated[Kind | None, typer.Option("--kind")]
Case = Annotated[list[str] | None, typer.Option("--case", metavar="SNAPSHOT")]
Archives = Annotated[list[str] | None, typer.Option("--archive", metavar="PATH")]
Mailboxes = Annotated[list[str] | None, typer.Option("--mailbox", metavar="ADDRESS")]
Addresses = Annotated[list[str] | None, typer.Option("--addresses", metavar="FILE")]
ForgedMails = Annotated[list[str] | None, typer.Option("--mail", metavar="FILE")]
To = Annotated[list[str] | None, typer.Option("--to", metavar="ADDRESS")]
Since = Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], metavar="DATE")]
Until = Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DATE")]
StatementFile = Annotated[str | None, typer.Option("--statement", metavar="FILE")]
By = Annotated[str, typer.Option("--by", metavar="NAME", show_default=False)]
Yes = Annotated[bool, typer.Option("--yes")]
Smtp = Annotated[str, typer.Option("--smtp", metavar="URL", show_default=False)]
PerMinute = Annotated[int, typer.Option("--per-minute", min=1, max=60_000, metavar="N")]
Settle = Annotated[Settled, typer.Option("--settle")]
ServerLog = Annotated[str | None, typer.Option("--server-log", metavar="FILE")]
How = Annotated[Way, typer.Option("--how", show_default=False)]
At = Annotated[
    datetime | None,
    typer.Option("--at", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], metavar="TIME"),
]


@notice.command("draft")
def draft(  # noqa: PLR0913  an option each
    folder: Folder,
    *,
    kind: MaybeKind = None,
    case: Case = None,
    mail_archive: Archives = None,
    mailbox: Mailboxes = None,
    own_domain: OwnDomains = None,
    since: Since = None,
    until: Until = None,
    addresses: Addresses = None,
    to: To = None,
    mail: ForgedMails = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
    table_form: TableForm = TableFormat.TEXT,
    lang: Lang = None,
) -> int:
    """Make text and list of recipients."""
    from kakekomi.cli.notice_commands import Desk
    from kakekomi.cli.notice_draft import Drafting, DraftOptions

    options = DraftOptions(
        kind=kind.value if kind else None,
        language=lang.value if lang else None,
        case=case or (),
        archives=mail_archive or (),
        mailboxes=mailbox or (),
        own_domains=own_domain or (),
        since=since,
        until=until,
        addresses=addresses or (),
        mails=mail or (),
        to=to or (),
    )
    choice = _choice(pack, key, unsafe_unsigned=unsafe_unsigned)
    desk = Desk.of(folder, lang, choice, is_json=table_form is TableFormat.JSON)
    return desk.run(lambda: Drafting(desk, options).draft())


@notice.command("check")
def check(  # noqa: PLR0913  an option each
    folder: FolderOrMail,
    *,
    kind: KindOption = Kind.PARTNERS,
    statement: StatementFile = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
    table_form: TableForm = TableFormat.TEXT,
    lang: Lang = None,
) -> int:
    """Say what must not go out, and how to mend it."""
    from kakekomi.cli.notice_commands import Desk

    choice = _choice(pack, key, unsafe_unsigned=unsafe_unsigned)
    desk = Desk.of(folder, lang, choice, is_json=table_form is TableFormat.JSON)
    return desk.run(lambda: desk.check(kind.value, statement))


@notice.command("approve")
def approve(  # noqa: PLR0913  an option each
    folder: Folder,
    *,
    by: By,
    yes: Yes = False,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
    lang: Lang = None,
) -> int:
    """Approve exactly what is there."""
    from kakekomi.cli.notice_commands import Desk

    desk = Desk.of(folder, lang, _choice(pack, key, unsafe_unsigned=unsafe_unsigned))
    return desk.run(lambda: desk.approve(by, is_confirmed=yes))


@notice.command("send")
def send(  # noqa: PLR0913  an option each
    folder: Folder,
    *,
    smtp: Smtp,
    per_minute: PerMinute = 30,
    settle: Settle = Settled.ASK,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
    lang: Lang = None,
) -> int:
    """Send what is approved."""
    from kakekomi.cli.notice_commands import Desk
    from kakekomi.cli.notice_sending import Dispatch

    desk = Desk.of(folder, lang, _choice(pack, key, unsafe_unsigned=unsafe_unsigned))
    return desk.run(lambda: Dispatch(desk).send(smtp, per_minute, settle.value))


@notice.command("settle")
def settle_doubt(
    folder: Folder,
    addresses: Doubtful = None,
    *,
    by: By,
    settle: Settle = Settled.LEAVE,
    server_log: ServerLog = None,
    lang: Lang = None,
) -> int:
    """Settle what is in doubt."""
    from kakekomi.cli.notice_commands import Desk
    from kakekomi.cli.notice_sending import Dispatch

    desk = Desk.of(folder, lang)
    return desk.run(
        lambda: Dispatch(desk).settle(addresses or (), settle.value, by=by, log=server_log)
    )


@notice.command("bounces")
def bounces(folder: Folder, paths: Bounces, *, lang: Lang = None) -> int:
    """Read what came back."""
    from kakekomi.cli.notice_commands import Desk
    from kakekomi.cli.notice_sending import Dispatch

    desk = Desk.of(folder, lang)
    return desk.run(lambda: Dispatch(desk).bounces(paths))


@notice.command("record")
def record(
    folder: Folder, told: Told, *, how: How, by: By, at: At = None, lang: Lang = None
) -> int:
    """Write down who was told by phone or paper."""
    from kakekomi.cli.notice_commands import Desk
    from kakekomi.cli.notice_sending import Dispatch

    desk = Desk.of(folder, lang)
    return desk.run(lambda: Dispatch(desk).told(told, how.value, by=by, at=at))


@notice.command("list")
def list_notices(
    folder: Folder, *, table_form: TableForm = TableFormat.TEXT, lang: Lang = None
) -> int:
    """Show who was told when and how."""
    from kakekomi.cli.notice_commands import Desk
    from kakekomi.cli.notice_sending import Dispatch

    desk = Desk.of(folder, lang, is_json=table_form is TableFormat.JSON)
    return desk.run(lambda: Dispatch(desk).listed())


def _choice(pack: str | None, key: str | None, *, unsafe_unsigned: bool) -> "PackChoice":
    """Which knowledge the text is made from and held against."""
    from kakekomi.check.judging import PackChoice

    return PackChoice(path=pack, key=key, is_unsigned_allowed=unsafe_unsigned)
