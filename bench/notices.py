"""``python -m bench.notices``: 10,000 notices to a server on this machine that fails in every way.

The sender is ended with SIGKILL five times: twice before the last dot, three times after the server
took the mail and before its answer. Some answers are 4xx or 5xx, some lines break before the dot or
after it, some answers never come. What is in doubt is settled by the server's log, as a person
would. Then each recipient is counted: none may be lost, none told twice.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from bench.notice_folder import NOW, make_folder
from bench.notice_server import FaultyServer
from kakekomi.notice.delivery import Patience
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.mail_server import parse_server
from kakekomi.notice.notice import approve
from kakekomi.notice.record import State
from kakekomi.notice.sending import Pace, Sending
from kakekomi.notice.settle import found_in_log, in_doubt, settled

NOTICES: Final = 10_000
KILLS: Final = 5
PATIENCE: Final = Patience(reply_s=1.0, final_reply_s=1.0)
"""Ten minutes in earnest; a second here, so that stalls are measured in minutes and not days."""


def main(arguments: Sequence[str]) -> int:
    """Send, kill, settle, count; status 1 if somebody was lost or told twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=NOTICES)
    parser.add_argument("--send", nargs=2, metavar=("FOLDER", "SMTP"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.send:
        return _send(Path(options.send[0]), options.send[1])
    with TemporaryDirectory() as place:
        return _measure(Path(place), options.notices)


def _send(place: Path, address: str) -> int:
    """The sender that is killed."""
    folder = NoticeFolder(place)
    pace = Pace(per_minute=60_000_000, retry_s=0.2, rounds=6, patience=PATIENCE)
    with folder.record() as record:
        sending = Sending(folder.notice(), folder.approval(), record, pace)
        for _ in sending.run(parse_server(address)):
            pass
    return 0


def _measure(place: Path, count: int) -> int:
    folder = make_folder(place / "notice", count)
    folder.write_approval(approve(folder.notice(), by="bench", at=NOW))
    kills = sorted(Random(7).sample(range(count // 20, count), KILLS))
    runs, started = Counter[int](), time.perf_counter()
    with FaultyServer(place / "mail.log", kills, Random(11)) as server:
        while not _is_done(folder, place / "mail.log"):
            runs[_run(folder, server)] += 1
    spent = time.perf_counter() - started
    return _report(folder, server, runs, spent)


def _run(folder: NoticeFolder, server: FaultyServer) -> int:
    command = [sys.executable, "-m", "bench.notices", "--send", str(folder.path), server.address]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    server.kill = lambda: os.kill(child.pid, signal.SIGKILL)
    return child.wait()


def _is_done(folder: NoticeFolder, log: Path) -> bool:
    """Settle what is in doubt by the log; whether nobody is left."""
    notice = folder.notice()
    with folder.record() as record:
        lines = log.read_text().splitlines() if log.exists() else []
        for event in list(found_in_log(lines, in_doubt(record))):
            record.add(settled(event, is_sent=True, by="log", at=NOW))
        for event in in_doubt(record):
            record.add(settled(event, is_sent=False, by="log", at=NOW))
        return not Sending(notice, folder.approval(), record).left()


def _report(folder: NoticeFolder, server: FaultyServer, runs: Counter[int], spent: float) -> int:
    taken = server.taken
    with folder.record() as record:
        states = Counter(event.state for event in record.latest().values())
        doubts = sum(event.state is State.UNCERTAIN for event in record.events())
    wanted = {one.address for one in folder.notice().recipients}
    refused = {address for address in wanted if server.is_refused(address)}
    lost = wanted - set(taken) - refused
    doubled = [address for address, times in taken.items() if times > 1]
    print(f"{len(wanted):,} notices, {server.kills} kills, {sum(runs.values())} runs {dict(runs)}")
    print(f"faults: {dict(server.faults.most_common())}")
    print(f"in doubt, settled by the log: {doubts}; states at the end: {dict(states)}")
    print(f"lost: {len(lost)}; told twice: {len(doubled)}; refused for good: {len(refused)}")
    print(f"{spent:.1f} s, {len(wanted) / spent:,.0f} notices/s with two syncs to the disk each")
    return 1 if lost or doubled or server.kills != KILLS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
