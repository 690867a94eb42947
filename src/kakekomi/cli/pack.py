"""The commands for those who make knowledge packs; their work lies in ``packs``."""

# ruff: noqa: PLC0415  a command's room is imported when the command runs
import typer

from kakekomi.cli.formats import Format, TableFormat
from kakekomi.cli.options import (
    Bad,
    Good,
    Jobs,
    Key,
    Lang,
    MaybePack,
    OnePack,
    Out,
    PackPath,
    Plot,
    SecretKey,
    TableForm,
    Unsigned,
)

pack = typer.Typer(rich_markup_mode=None)


@pack.command("lint")
def lint(folder: MaybePack = None, *, lang: Lang = None) -> int:
    """List what is wrong with a pack."""
    from kakekomi.cli.pack_commands import lint

    return lint(folder, lang)


@pack.command("keygen")
def keygen(*, out: Out, lang: Lang = None) -> int:
    """Make a key pair."""
    from kakekomi.cli.pack_commands import keygen

    return keygen(out, lang)


@pack.command("sign")
def sign(path: OnePack, *, secret_key: SecretKey, lang: Lang = None) -> int:
    """Sign a pack in place."""
    from kakekomi.cli.pack_commands import sign

    return sign(path, secret_key, lang)


@pack.command("verify")
def verify(path: OnePack, *, key: Key = None, lang: Lang = None) -> int:
    """Verify a pack's signature."""
    from kakekomi.cli.pack_commands import verify

    return verify(path, key, lang)


@pack.command("build")
def build(folder: OnePack, *, out: Out, lang: Lang = None) -> int:
    """Build a folder into one file."""
    from kakekomi.cli.pack_commands import build

    return build(folder, out, lang)


@pack.command("export-osquery")
def export_osquery(
    path: MaybePack = None,
    *,
    out: Out,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
    lang: Lang = None,
) -> int:
    """Write the PC rules that osquery can run, and name those that it can't."""
    from kakekomi.check.judging import PackChoice
    from kakekomi.cli.pack_osquery import export_osquery

    choice = PackChoice(path=path, key=key, is_unsigned_allowed=unsafe_unsigned)
    return export_osquery(choice, out, lang)


@pack.command("check-links")
def check_links(
    path: MaybePack = None, *, key: Key = None, unsafe_unsigned: Unsigned = False, lang: Lang = None
) -> int:
    """Ask whether the sources' pages are still there."""
    from kakekomi.check.judging import PackChoice
    from kakekomi.cli.pack_links import check

    choice = PackChoice(path=path, key=key, is_unsigned_allowed=unsafe_unsigned)
    return check(choice, lang)


@pack.command("calibrate")
def calibrate(  # noqa: PLR0913  an option each
    *,
    bad: Bad,
    good: Good,
    table_form: TableForm = TableFormat.TEXT,
    plot: Plot = None,
    jobs: Jobs = 1,
    lang: Lang = None,
    pack: PackPath = None,
    key: Key = None,
    unsafe_unsigned: Unsigned = False,
) -> int:
    """Measure what the mail rules weigh."""
    from kakekomi.cli.calibration import calibrate_pack
    from kakekomi.cli.common import Common

    form = Format(table_form.value)
    common = Common.of(lang, form, pack=pack, key=key, unsafe_unsigned=unsafe_unsigned)
    return calibrate_pack(common, bad, good, jobs=jobs, plot=plot)
