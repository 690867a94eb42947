"""A small server of mailboxes, on this machine only; it writes down what it is asked."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class ImapServer:
    """What the server has, and what it was asked."""

    folders: Mapping[str, list[bytes]]
    """By name as it goes over the line; b'' as a mail is one that it does not give."""
    user: str = "taro"
    secret: str = "pass"
    flags: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    asked: list[str] = field(default_factory=list)
    breaks_at: str = ""
    """A command at which the line breaks."""


class _Session(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        state = self.server.state
        self.wfile.write(b"* OK ready\r\n")
        folder: list[bytes] = []
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            name = command.partition(" ")[0]
            shown = name if name == "LOGIN" else command
            state.asked.append(shown)
            if state.breaks_at and command.startswith(state.breaks_at):
                return
            if name == "EXAMINE":
                folder = state.folders.get(command.partition(" ")[2].strip('"'), [])
            self.wfile.write(self._answer(command, folder))
            self.wfile.write(f"{tag} {self._status(command)}\r\n".encode())
            if name == "LOGOUT":
                return

    def _status(self, command: str) -> str:
        state = self.server.state
        if command.startswith("LOGIN"):
            is_known = command == f'LOGIN "{state.user}" "{state.secret}"'
            return "OK in" if is_known else "NO who"
        if command.startswith("EXAMINE"):
            is_known = command.partition(" ")[2].strip('"') in state.folders
            return "OK [READ-ONLY] open" if is_known else "NO such folder"
        return "OK done"

    def _answer(self, command: str, folder: list[bytes]) -> bytes:
        words = command.split(" ")
        answer = b""
        match words[0], words[1:2]:
            case "CAPABILITY", _:
                answer = b"* CAPABILITY IMAP4rev1\r\n"
            case "LIST", _:
                state = self.server.state
                names = [(name, state.flags.get(name, "")) for name in state.folders]
                lines = [f'* LIST ({flag}) "/" "{name}"\r\n' for name, flag in names]
                answer = "".join(lines).encode()
            case "EXAMINE", _:
                answer = b"* %d EXISTS\r\n" % len(folder)
            case "UID", ["SEARCH"]:
                numbers = (b"%d" % (10 + at) for at in range(len(folder)))
                answer = b"* SEARCH " + b" ".join(numbers) + b"\r\n"
            case "UID", ["FETCH"]:
                number = int(words[2])
                mail = folder[number - 10]
                head = b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n" % (number - 9, number, len(mail))
                answer = head + mail + b")\r\n" if mail else b""
            case "LOGOUT", _:
                answer = b"* BYE\r\n"
        return answer


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, state: ImapServer) -> None:
        self.state = state
        super().__init__(("127.0.0.1", 0), _Session)


@contextmanager
def serving(state: ImapServer) -> Iterator[ImapServer]:
    """Serve while the block runs."""
    with _Listener(state) as listener:
        state.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            listener.shutdown()
            thread.join()
