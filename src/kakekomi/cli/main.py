"""The commands: what each takes, and where its work is done.

Nothing of the other rooms is imported before a command runs, so that ``--help`` and ``--version``
answer at once on an old PC. A command gives its exit status back; ``run`` ends the process.
"""

# ruff: noqa: PLC0415  a command's room is imported when the command runs
import sys

import typer

from kakekomi.check.exit_status import ExitStatus
from kakekomi.cli.drill import drill
from kakekomi.cli.formats import FactsFormat, Format, TableFormat
from kakekomi.cli.many_values import ManyValues
from kakekomi.cli.notice import notice
from kakekomi.cli.options import (
    AntivirusChoice,
    Archives,
    Card,
    Contacts,
    Dask,
    Data,
    Demo,
    Enrol,
    FactsForm,
    Files,
    Form,
    Jobs,
    Key,
    Lang,
    Memory,
    OwnDomains,
    PackPath,
    Passwords,
    Paths,
    Port,
    Prevention,
    Qr,
    Resume,
    Root,
    Save,
    Snapshots,
    Spoofs,
    Submit,
    TableForm,
    TlsCa,
    TlsCert,
    TlsKey,
    Unsigned,
    Version,
    VolumeSerial,
    Workers,
)
from kakekomi.cli.pack import pack
from kakekomi.cli.respond import respond

app = typer.Typer(
    name="kakekomi", add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)
check = typer.Typer(rich_markup_mode=None)
facts = typer.Typer(rich_markup_mode=None)
app.add_typer(check, name="check")
app.add_typer(facts, name="facts")
app.add_typer(notice, name="notice")
app.add_typer(pack, name="pack")
app.add_typer(respond, name="respond")
app.command("drill")(drill)


@app.callback(invoke_without_command=True)
def main(context: typer.Context, *, version: Version = False, lang: Lang = None) -> None:  # noqa: ARG001
    """The language was taken from the arguments before they were parsed."""
    if version:
        from kakekomi import __version__

        sys.stdout.write(f"kakekomi {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")
        raise typer.Exit(ExitStatus.UNREADABLE)


@check.command("mail")
def check_mail(  # noqa: PLR0913  an option each
    paths: Paths,
    *,
    password: Passwords = None,
    own_domain: OwnDomains = None,
    contacts: Contacts = None,
    form: Form = Format.TEXT,
    jobs: Jobs = 1,
    dask: Dask = None,
    dask_tls_ca: TlsCa = None,
    dask_tls_cert: TlsCert = None,
    dask_tls_key: TlsKey = None,
    resume: Resume = None,
    lang: Lang = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
) -> int:
    """Check mails."""
    from kakekomi.check.worker_process import WorkerProcess

    first = WorkerProcess()
    from kakekomi.cli.common import Common
    from kakekomi.cli.mail_commands import check_mail
    from kakekomi.cli.mail_options import MailOptions

    common = Common.of(lang, form, pack=pack, key=key, unsafe_unsigned=unsafe_unsigned)
    options = MailOptions(
        paths=paths,
        passwords=password or [],
        own_domains=own_domain or [],
        contacts=contacts,
        jobs=jobs,
        dask=dask,
        dask_tls=(dask_tls_ca, dask_tls_cert, dask_tls_key),
        resume=resume,
    )
    return check_mail(common, options, first)


@check.command("pc")
def check_pc(  # noqa: PLR0913  an option each
    *,
    root: Root = None,
    volume_serial: VolumeSerial = None,
    save: Save = None,
    antivirus: AntivirusChoice = None,
    memory: Memory = False,
    prevention: Prevention = False,
    qr: Qr = None,
    submit: Submit = None,
    enrol: Enrol = None,
    form: Form = Format.TEXT,
    lang: Lang = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
) -> int:
    """Check this PC, or the disk of one."""
    from kakekomi.cli.common import Common
    from kakekomi.cli.pc_commands import check_pc
    from kakekomi.cli.pc_options import PcOptions

    common = Common.of(lang, form, pack=pack, key=key, unsafe_unsigned=unsafe_unsigned)
    options = PcOptions(
        root=root,
        volume_serial=volume_serial,
        save=save,
        qr=qr,
        antivirus=antivirus,
        is_memory_asked=memory,
        is_prevention_asked=prevention,
        desk=submit,
        enrolment=enrol,
    )
    return check_pc(common, options)


@facts.command("mail")
def facts_mail(
    paths: Paths,
    *,
    password: Passwords = None,
    own_domain: OwnDomains = None,
    contacts: Contacts = None,
    facts_form: FactsForm = FactsFormat.JSONL,  # noqa: ARG001  there is only one
    lang: Lang = None,
) -> int:
    """Print the facts of mails."""
    from kakekomi.check.worker_process import WorkerProcess

    first = WorkerProcess()
    from kakekomi.cli.common import Common
    from kakekomi.cli.mail_commands import facts_mail
    from kakekomi.cli.mail_options import MailOptions

    options = MailOptions(
        paths=paths,
        passwords=password or [],
        own_domains=own_domain or [],
        contacts=contacts,
    )
    return facts_mail(Common.of(lang, Format.JSONL), options, first)


@facts.command("pc")
def facts_pc(
    paths: Paths,
    *,
    volume_serial: VolumeSerial = None,
    facts_form: FactsForm = FactsFormat.JSONL,  # noqa: ARG001  there is only one
    lang: Lang = None,
) -> int:
    """Print the facts of disks of PCs."""
    from kakekomi.cli.common import Common
    from kakekomi.cli.pc_commands import facts_pc

    return facts_pc(Common.of(lang, Format.JSONL), paths, volume_serial=volume_serial)


@app.command("judge")
def judge(
    snapshots: Snapshots,
    *,
    form: Form = Format.TEXT,
    lang: Lang = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
) -> int:
    """Judge stored facts again."""
    from kakekomi.cli.common import Common
    from kakekomi.cli.files import judge

    common = Common.of(lang, form, pack=pack, key=key, unsafe_unsigned=unsafe_unsigned)
    return judge(common, snapshots)


@app.command("accounts")
def accounts(
    snapshots: Snapshots,
    *,
    table_form: TableForm = TableFormat.TEXT,
    lang: Lang = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
) -> int:
    """List a PC's accounts in the order to change them."""
    from kakekomi.check.judging import PackChoice
    from kakekomi.cli.accounts import list_accounts

    choice = PackChoice(path=pack, key=key, is_unsigned_allowed=unsafe_unsigned)
    return list_accounts(snapshots, lang, choice, is_json=table_form is TableFormat.JSON)


@app.command("read-report")
def read_report(
    files: Files,
    *,
    form: Form = Format.TEXT,
    lang: Lang = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
) -> int:
    """Read reports of other tools."""
    from kakekomi.cli.common import Common
    from kakekomi.cli.files import read_reports

    common = Common.of(lang, form, pack=pack, key=key, unsafe_unsigned=unsafe_unsigned)
    return read_reports(common, files)


@app.command("trace", cls=ManyValues)
def trace(  # noqa: PLR0913  an option each
    *,
    spoof: Spoofs,
    trace_archive: Archives,
    own_domain: OwnDomains = None,
    password: Passwords = None,
    table_form: TableForm = TableFormat.TEXT,
    jobs: Jobs = 1,
    lang: Lang = None,
) -> int:
    """Estimate whose mailbox was robbed."""
    from kakekomi.cli.common import Common
    from kakekomi.cli.trace import TraceOptions, trace

    options = TraceOptions(
        spoofs=spoof,
        archives=trace_archive,
        own_domains=own_domain or [],
        passwords=password or [],
        jobs=jobs,
    )
    return trace(Common.of(lang, Format(table_form.value)), options)


@app.command("guide")
def guide(*, card: Card = None, lang: Lang = None) -> int:
    """Lead through the first fifteen minutes."""
    from kakekomi.cli.guide import run_guide, write_card

    return run_guide(lang) if card is None else write_card(card, lang)


@app.command("desk")
def desk(
    *,
    port: Port = None,
    data: Data = None,
    workers: Workers = 2,
    demo: Demo = False,
    lang: Lang = None,
) -> int:
    """Start the web portal and desk."""
    from kakekomi.cli.desk import run_desk

    return run_desk(lang, port=port, data=data, workers=workers, demo=demo)


def run() -> None:
    """Run the command line of this process, and end it."""
    from kakekomi.cli.process import run_process

    sys.exit(run_process(app, sys.argv[1:]))


if __name__ == "__main__":
    run()
