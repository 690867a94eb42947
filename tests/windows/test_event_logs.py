"""Event logs are read in a process of their own, also by the Python of the PC folder."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from kakekomi.drill.evtx import LogEvent, make_event_log
from kakekomi.facts.gap import Why
from kakekomi.host.event_reader import EventReader
from kakekomi.host.event_record import Log
from windows.test_pc_folder import BUILT

LOG = make_event_log(
    [
        LogEvent(
            event_id=7045,
            provider="Service Control Manager",
            channel="System",
            at=datetime(2022, 3, 7, tzinfo=UTC),
            data={"ServiceName": "x", "ImagePath": "C:\\ProgramData\\x.exe"},
        )
    ]
)
SPINNING_BYTE = 4096 + 128
READ = """
import sys
from pathlib import Path
from kakekomi.host.event_reader import EventReader
from kakekomi.host.event_record import Log
with EventReader() as reader:
    print(len(list(reader.texts(Log.SYSTEM, Path(sys.argv[1]).read_bytes()))))
"""


def test_a_log_is_read_and_one_that_makes_the_reader_spin_is_ended() -> None:
    spinning = bytearray(LOG)
    spinning[SPINNING_BYTE] = 40

    with EventReader(max_log_s=5.0) as reader:
        found = [list(reader.texts(Log.SYSTEM, data)) for data in (LOG, bytes(spinning), LOG)]

    assert [len(texts) for texts in found] == [1, 1, 1]
    assert found[0] == found[2]
    assert found[1] == [Why.LIMIT]


def test_the_pc_folder_reads_logs_the_same_way(tmp_path: Path) -> None:
    log = tmp_path / "System.evtx"
    log.write_bytes(LOG)

    ran = subprocess.run(  # noqa: S603  our own program
        [str(BUILT / "program" / "python.exe"), "-B", "-c", READ, str(log)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert (ran.returncode, ran.stdout.strip()) == (0, b"1"), ran
