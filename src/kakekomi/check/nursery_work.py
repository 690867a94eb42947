"""The process that has loaded everything, and divides whenever a file comes.

It reads no file itself. For each it is sent two sockets: by the first its child is asked, by the
second it tells how the child ended, and learns that nobody waits for the child any more. Fewer than
a handful of children run at a time. When nobody is left who could ask, it ends.
"""

import gc
import os
import pickle
import selectors
import signal
import socket
from contextlib import suppress
from typing import Final, NoReturn

from kakekomi.check.frames import receive, send
from kakekomi.check.judging import load_all
from kakekomi.check.nursery import CALL, STATUS
from kakekomi.check.upload import UploadSetup
from kakekomi.check.upload_work import UploadChecker

FAULT_STATUS: Final = 3
"""With which a child ends over a fault of ours."""


def serve(setup: UploadSetup, control_fd: int) -> None:
    """Make children until nobody asks any more and the last one is gone."""
    load_all(setup.choice)
    gc.collect()
    gc.freeze()  # else the first collection in each child copies all memory
    with socket.socket(fileno=control_fd) as control:
        House(setup, control).run()


class House:
    """The children that run now."""

    def __init__(self, setup: UploadSetup, control: socket.socket) -> None:
        self._setup, self._control = setup, control
        self._selector = selectors.DefaultSelector()
        self._pids: dict[socket.socket, int] = {}
        """By the socket over which a child's end is told."""
        self._is_open = True
        self._rung, self._ring = socket.socketpair()
        self._rung.settimeout(0)
        self._ring.settimeout(0)

    def run(self) -> None:
        """Until it is empty and closed."""
        signal.signal(signal.SIGCHLD, lambda *_: None)  # rings by the descriptor
        signal.set_wakeup_fd(self._ring.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._rung, selectors.EVENT_READ)
        self._selector.register(self._control, selectors.EVENT_READ)
        while self._is_open or self._pids:
            for key, _ in self._selector.select():
                self._look(key.fileobj)
            self._bury()

    def _look(self, at: object) -> None:
        if at is self._control:
            self._called()
        elif at is self._rung:
            with suppress(BlockingIOError):
                self._rung.recv(4096)
        elif isinstance(at, socket.socket) and at in self._pids:
            self._selector.unregister(at)  # nobody waits any more
            os.kill(self._pids[at], signal.SIGKILL)

    def _called(self) -> None:
        data, fds, _, _ = socket.recv_fds(self._control, len(CALL), 2)
        if not data:
            self._is_open = False
            self._selector.unregister(self._control)
            return
        talk, watch = (socket.socket(fileno=fd) for fd in fds)
        pid = os.fork()
        if pid == 0:
            self._be_child(talk, watch)
        talk.close()
        self._pids[watch] = pid
        self._selector.register(watch, selectors.EVENT_READ)

    def _bury(self) -> None:
        """Tell of those that have ended; only then their numbers may be used again."""
        for watch, pid in list(self._pids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended == 0:
                continue
            with suppress(OSError):
                watch.send(STATUS.pack(os.waitstatus_to_exitcode(status)))
            with suppress(KeyError):
                self._selector.unregister(watch)
            watch.close()
            del self._pids[watch]

    def _be_child(self, talk: socket.socket, watch: socket.socket) -> NoReturn:
        """Do one thing, knowing nothing of the others."""
        status = FAULT_STATUS
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._selector.close()
            for one in (watch, self._control, self._rung, self._ring, *self._pids):
                one.close()
            _answer(self._setup, talk)
            status = 0
        except BaseException:  # noqa: BLE001, S110  the status says it; a trace helps nobody
            pass
        finally:
            os._exit(status)


def _answer(setup: UploadSetup, talk: socket.socket) -> None:
    with talk.makefile("rb") as questions, talk.makefile("wb") as answers:
        question = receive(questions)
        if question is not None:
            checker = UploadChecker(setup)
            send(answers, checker.check(pickle.loads(question)))  # noqa: S301  from our parent
