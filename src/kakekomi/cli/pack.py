"""The commands for those who make knowledge packs; their work lies in ``packs``."""

# ruff: noqa: PLC0415  a command's room is imported when the command runs
import typer

from kakekomi.cli.options import Key, Lang, MaybePack, OnePack, Out, SecretKey

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
