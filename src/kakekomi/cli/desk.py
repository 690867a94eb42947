"""``kakekomi desk``: start the web portal and desk on this machine."""

import os
import sys
from socket import socket
from typing import Final

from kakekomi.check.language import Language
from kakekomi.cli.console import Console
from kakekomi.cli.words import language_of
from kakekomi.facts.errors import ConfigurationError

REQUIRED: Final = "the desk needs more libraries: pip install 'kakekomi[desk]'"


def run_desk(
    lang: Language | None, *, port: int | None, data: str | None, workers: int, demo: bool
) -> int:
    """Prepare the data folder, say where the desk is, and serve until ended.

    Raises:
        ConfigurationError: the libraries are not installed, or the port is taken.
    """
    console = Console(lang or language_of(os.environ), is_text=True)
    console.tell(console.asides("desk.preparing"))
    try:
        from kakekomi.desk import config, serve  # noqa: PLC0415  for this command only

        _settle(config.DATA, data)
        _settle(config.DEMO, "1" if demo else None)
        listener = _listener(port)
        serve.prepare()
    except ModuleNotFoundError as error:
        raise ConfigurationError(REQUIRED) from error
    except OSError as error:
        raise ConfigurationError(f"port {port}: {error.strerror}") from error
    logins = _demo(console.words.language) if demo else ()
    port = listener.getsockname()[1]
    console.tell(console.asides("desk.open", url=f"http://{serve.LOOPBACK}:{port}/"))
    if logins:
        console.tell(console.asides("desk.logins"))
    for login in logins:
        console.tell(f"  {login}")
    console.tell(console.asides("desk.end"))
    sys.stderr.flush()
    serve.serve(listener, workers=workers)
    return 0


def _listener(port: int | None) -> socket:
    """On the port that was asked for; else on the usual one, or any if that is taken."""
    from kakekomi.desk import serve  # noqa: PLC0415  for this command only

    if port is not None:
        return serve.listen(serve.LOOPBACK, port)
    try:
        return serve.listen(serve.LOOPBACK, serve.PORT)
    except OSError:
        return serve.listen(serve.LOOPBACK, 0)


def _settle(name: str, value: str | None) -> None:
    if value is not None:
        os.environ[name] = value


def _demo(language: Language) -> tuple[str, ...]:
    """Make the demo organization; a line for each login."""
    from kakekomi.desk.cases.demo import make_demo  # noqa: PLC0415  tables must be there first
    from kakekomi.desk.house.words import current  # noqa: PLC0415
    from kakekomi.packs.model import Language as Spoken  # noqa: PLC0415

    current.set(Spoken(language.value))

    return tuple(make_demo())
