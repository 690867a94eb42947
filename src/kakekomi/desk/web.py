"""``python -m kakekomi.desk.web FD``: one process that answers requests, on a socket it was given.

Several of them share the socket that ``serve`` has bound; the system hands each connection to one.
"""

import socket
import sys
from typing import Final

from waitress.server import create_server

THREADS: Final = 4
"""Per process: pages are short, and most of their time is Python's own."""

MAX_REQUEST_BYTES: Final = 64 * 1024 * 1024
"""The longest upload, a packed folder of mails; the pages have narrower caps of their own."""


def main(arguments: list[str]) -> None:
    """Serve until ended."""
    from kakekomi.desk.wsgi import application  # noqa: PLC0415  after the arguments are known

    listener = socket.socket(fileno=int(arguments[0]))
    server = create_server(
        application,
        sockets=[listener],
        threads=THREADS,
        max_request_body_size=MAX_REQUEST_BYTES,
        ident="kakekomi",
        clear_untrusted_proxy_headers=True,
    )
    server.run()


if __name__ == "__main__":
    main(sys.argv[1:])
