"""The options, each declared once. Their help is put in from the words, by parameter name."""

from typing import Annotated

import typer

from kakekomi.check.language import Language
from kakekomi.cli.antivirus_choice import Antivirus
from kakekomi.cli.formats import FactsFormat, Format, TableFormat

Lang = Annotated[Language | None, typer.Option("--lang")]
Form = Annotated[Format, typer.Option("--format")]
FactsForm = Annotated[FactsFormat, typer.Option("--format")]
Paths = Annotated[list[str], typer.Argument(metavar="PATH...", show_default=False)]
Files = Annotated[list[str], typer.Argument(metavar="FILE...", show_default=False)]
Snapshots = Annotated[list[str], typer.Argument(metavar="SNAPSHOT...", show_default=False)]
Passwords = Annotated[list[str] | None, typer.Option("--password", metavar="TEXT")]
OwnDomains = Annotated[list[str] | None, typer.Option("--own-domain", metavar="DOMAIN")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, max=64, metavar="N")]
Memory = Annotated[bool, typer.Option("--memory")]
Prevention = Annotated[bool, typer.Option("--prevention")]
Qr = Annotated[str | None, typer.Option("--qr", metavar="FILE")]
Submit = Annotated[str | None, typer.Option("--submit", metavar="URL")]
Enrol = Annotated[str | None, typer.Option("--enrol", metavar="TOKEN")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65_535, metavar="N")]
Data = Annotated[str | None, typer.Option("--data", metavar="DIR")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=64, metavar="N")]
Demo = Annotated[bool, typer.Option("--demo")]
Dask = Annotated[str | None, typer.Option("--dask", metavar="URL")]
TlsCa = Annotated[str | None, typer.Option("--dask-tls-ca", metavar="FILE")]
TlsCert = Annotated[str | None, typer.Option("--dask-tls-cert", metavar="FILE")]
TlsKey = Annotated[str | None, typer.Option("--dask-tls-key", metavar="FILE")]
Contacts = Annotated[str | None, typer.Option("--contacts", metavar="FILE")]
Resume = Annotated[str | None, typer.Option("--resume", metavar="FILE")]
Root = Annotated[str | None, typer.Option("--root", metavar="DIR")]
VolumeSerial = Annotated[str | None, typer.Option("--volume-serial", metavar="HEX")]
AntivirusChoice = Annotated[Antivirus | None, typer.Option("--antivirus")]
Save = Annotated[str | None, typer.Option("--save", metavar="SNAPSHOT")]
PackPath = Annotated[str | None, typer.Option("--pack", metavar="PACK")]
Key = Annotated[str | None, typer.Option("--key", metavar="FILE")]
Unsigned = Annotated[bool, typer.Option("--unsafe-unsigned")]
Card = Annotated[str | None, typer.Option("--card", metavar="FILE")]
OnePack = Annotated[str, typer.Argument(metavar="PACK", show_default=False)]
MaybePack = Annotated[str | None, typer.Argument(metavar="[PACK]", show_default=False)]
Out = Annotated[str, typer.Option("--out", metavar="FILE")]
Bad = Annotated[list[str], typer.Option("--bad", metavar="PATH", show_default=False)]
Good = Annotated[list[str], typer.Option("--good", metavar="PATH", show_default=False)]
Spoofs = Annotated[list[str], typer.Option("--spoof", metavar="PATH...", show_default=False)]
Archives = Annotated[list[str], typer.Option("--archive", metavar="PATH...", show_default=False)]
TableForm = Annotated[TableFormat, typer.Option("--format")]
Plot = Annotated[str | None, typer.Option("--plot", metavar="FILE.svg")]
SecretKey = Annotated[str, typer.Option("--key", metavar="FILE")]
Version = Annotated[bool, typer.Option("--version", is_eager=True)]
