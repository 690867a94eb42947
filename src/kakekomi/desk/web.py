"""``python -m kakekomi.desk.web FD``: one process that answers requests, on a socket it was given.

Several of them share the socket that ``serve`` has bound; the system hands each connection to one.
"""

import gc
import logging
import signal
import socket
import sys
from typing import Any, Final

from waitress.server import create_server

from kakekomi.desk.config import DeskConfig
from kakekomi.desk.keys import keep_to_ourselves
from kakekomi.desk.lifeline import end_with_parent

THREADS: Final = 4
"""Per process: pages are short, and most of their time is Python's own."""

MAX_REQUEST_BYTES: Final = 64 * 1024 * 1024
"""The longest upload, a packed folder of mails; the pages have narrower caps of their own."""

MAX_CONNECTIONS: Final = 800
"""Of one process, most of them silent: a system lets a process open 1,024 files by default."""

IDLE_S: Final = 30
"""A connection on which nothing moves is closed then: whoever holds many keeps others out."""

LOOK_S: Final = 10
"""Between two looks for such connections."""


def main(arguments: list[str]) -> None:
    """Serve until ended; pages that were begun are finished."""
    from kakekomi.desk.settings import CONFIG  # noqa: PLC0415  makes the data folder
    from kakekomi.desk.wsgi import application  # noqa: PLC0415

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
    keep_to_ourselves()
    end_with_parent()
    listener = socket.socket(fileno=int(arguments[0]))
    server = create_server(
        application,
        sockets=[listener],
        threads=THREADS,
        max_request_body_size=MAX_REQUEST_BYTES,
        connection_limit=MAX_CONNECTIONS,
        channel_timeout=IDLE_S,
        cleanup_interval=LOOK_S,
        asyncore_use_poll=True,  # the other way takes no more than 1,024 files
        ident="kakekomi",
        clear_untrusted_proxy_headers=True,
        **_proxy(CONFIG),
    )
    _settle_in()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit())
    server.run()


def _settle_in() -> None:
    """Read what every page needs, and tell the collector that it stays.

    Else it looks through the whole knowledge pack again and again, while somebody waits. Who hands
    in the first file need not wait for its processes either.
    """
    from kakekomi.desk.checks.crew import uploads  # noqa: PLC0415  apps are loaded now
    from kakekomi.desk.house.knowledge import current_pack  # noqa: PLC0415  the same

    uploads(current_pack()).get_ready()
    gc.collect()
    gc.freeze()


def _proxy(config: DeskConfig) -> dict[str, Any]:
    """What the server that speaks TLS may say about a visitor; without one, nobody may."""
    if not config.is_https:
        return {}
    return {
        "trusted_proxy": config.proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


if __name__ == "__main__":
    main(sys.argv[1:])
