"""Where processes for strangers' files come from: each is used for one file and no other.

To start a process and load the knowledge takes a quarter of a second of a processor, the file
itself a hundredth. So one process loads it, reads nothing hostile in all its life, and divides
whenever a file comes (``nursery_work``). Where processes can't divide, the next one is started as
soon as one is taken.
"""

import contextlib
import socket
import struct
import subprocess
import sys
import threading
from typing import IO, Final

from kakekomi.check.frames import receive, send
from kakekomi.check.worker_process import PROGRAM, WorkerDiedError, WorkerProcess

STATUS: Final = struct.Struct(">i")
"""How a process ended: its status, or less than nothing for the signal that ended it."""

CALL: Final = b"+"
"""Asks for a process; its two sockets go along."""

GONE_STATUS: Final = 3
"""Of a process of which nobody can say how it ended."""

END_S: Final = 5.0
"""For a process to be ended and its end to be told; it takes a hundredth."""


class Ward:
    """A process that the nursery made, as its user sees it."""

    def __init__(self, talk: socket.socket, watch: socket.socket) -> None:
        self._talk, self._watch = talk, watch
        self._answers: IO[bytes] = talk.makefile("rb")
        self._questions: IO[bytes] = talk.makefile("wb")

    def ask(self, data: bytes) -> bytes:
        """Have one thing done. Raises: WorkerDiedError."""
        try:
            send(self._questions, data)
            answer = receive(self._answers)
        except (OSError, ValueError):
            answer = None
        if answer is None:
            raise WorkerDiedError(self._status())
        return answer

    def end(self) -> None:
        """Make an end of it, whatever it is at; any thread may do so."""
        with contextlib.suppress(OSError):
            self._watch.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """See it gone, so that its memory is there for the next, and give the sockets back."""
        self.end()
        self._status()
        with contextlib.suppress(OSError):
            self._questions.close()
        self._answers.close()
        self._talk.close()
        self._watch.close()

    def _status(self) -> int:
        self._watch.settimeout(END_S)
        try:
            told = self._watch.recv(STATUS.size)
        except OSError:
            return GONE_STATUS
        return int(STATUS.unpack(told)[0]) if len(told) == STATUS.size else GONE_STATUS


class Nursery:
    """One process that has loaded everything, and divides."""

    def __init__(self, setup: bytes) -> None:
        self._setup = setup
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._processes: list[subprocess.Popen[bytes]] = []

    def get_ready(self) -> None:
        """Start it, unless it runs."""
        with self._lock:
            self._control_socket()

    def take(self) -> Ward:
        """A process for one file. Raises: WorkerDiedError if none can be made."""
        talk, their_talk = socket.socketpair()
        watch, their_watch = socket.socketpair()
        with their_talk, their_watch, self._lock:
            for _ in range(2):  # it may have died since the last one
                try:
                    control = self._control_socket()
                    fds = [their_talk.fileno(), their_watch.fileno()]
                    socket.send_fds(control, [CALL], fds)
                except OSError:
                    self._leave()
                else:
                    return Ward(talk, watch)
        talk.close()
        watch.close()
        raise WorkerDiedError(GONE_STATUS)

    def rest(self) -> None:
        """Nothing new is begun; processes that are at something go on."""
        with self._lock:
            self._leave()

    def close(self, *, is_idle: bool) -> None:
        """See all processes gone; if none is at anything, at once."""
        self.rest()
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0 if is_idle else END_S)
            process.kill()
            process.wait()
        self._processes.clear()

    def _control_socket(self) -> socket.socket:
        is_up = bool(self._processes) and self._processes[-1].poll() is None
        if self._control is None or not is_up:
            self._leave()
            self._control = self._started()
        return self._control

    def _started(self) -> socket.socket:
        control, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603  ourselves
                (*PROGRAM, str(theirs.fileno())),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._processes = [*(one for one in self._processes if one.poll() is None), process]
        assert process.stdin is not None  # noqa: S101  we asked for a pipe
        with contextlib.suppress(OSError), process.stdin as pipe:
            send(pipe, self._setup)
        return control

    def _leave(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None


class Spare:
    """One process that was started beforehand, and the next as soon as it is taken."""

    def __init__(self, setup: bytes) -> None:
        self._setup = setup
        self._lock = threading.Lock()
        self._next: WorkerProcess | None = None

    def get_ready(self) -> None:
        """Start the next process, if none is ready."""
        with self._lock:
            if self._next is None:
                self._next = self._started()

    def take(self) -> WorkerProcess:
        """A process for one file."""
        with self._lock:
            worker, self._next = self._next or self._started(), None
        self.get_ready()
        return worker

    def rest(self) -> None:
        """End the process that waits."""
        with self._lock:
            waiting, self._next = self._next, None
        if waiting is not None:
            waiting.end()
            waiting.close()

    def close(self, *, is_idle: bool) -> None:  # noqa: ARG002  the same for both
        """End the process that waits."""
        self.rest()

    def _started(self) -> WorkerProcess:
        worker = WorkerProcess()
        worker.begin(self._setup)
        return worker


def open_nursery(setup: bytes) -> Nursery | Spare:
    """The one for this system: of a Mac's frameworks some must not divide."""
    return Nursery(setup) if sys.platform == "linux" else Spare(setup)
