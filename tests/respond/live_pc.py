"""A running PC with an infection of all kinds, planned and responded to in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kakekomi.respond.action import Action, ActionKind, Related, Step
from kakekomi.respond.carry_out import Session
from kakekomi.respond.controls import ServiceLook, StoredValue
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.journal import Journal
from kakekomi.respond.live_windows import LiveWindows
from kakekomi.respond.state import Attribute, ProcessState
from kakekomi.respond.store import Store
from respond.fake_windows import FakeFile, FakeWindows
from respond.judged import DLL
from respond.pcs import NOW, RUN_KEY

CREATED = 132_917_724_000_000_000
"""2022-03-14 23:00:00 UTC in 100 ns since 1601."""
HOST = ProcessState(
    pid=4711,
    created=CREATED,
    name="regsvr32.exe",
    path="C:\\Windows\\System32\\regsvr32.exe",
    command_line=f'regsvr32.exe /s "{DLL}"',
)
PROCESS_TARGET = "4711 regsvr32.exe 2022-03-14T23:00:00Z"
VALUE = StoredValue(name="wcgzvziqg.ljk", type=2, data="regsvr32 …".encode("utf-16-le"))
TASK = "\\Vqkwyfejbj"
SERVICE = "Kfichjg"
XML = "<Task><Principal><LogonType>S4U</LogonType></Principal></Task>"
MARK = Attribute("Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n")
DESK = "192.0.2.10"


def make_pc() -> FakeWindows:
    pc = FakeWindows(
        keys={RUN_KEY: {VALUE.name: VALUE}},
        service_looks={SERVICE: ServiceLook(start=2, is_running=True)},
        task_xml={TASK: XML, "\\Other": "<Task/>"},
        programs=[HOST],
    )
    pc.add(DLL, FakeFile(b"MZ" + bytes(5000), streams=(MARK,), attributes=0x22))
    return pc


def step(kind: ActionKind, target: str, *related: Related) -> Step:
    return Step(action=Action(action=kind, target=target, why="w", undo="u"), related=related)


STEPS = (
    step(ActionKind.ISOLATE_NETWORK, "PC"),
    step(
        ActionKind.SAVE_EVIDENCE,
        DLL,
        Related(kind=ActionKind.REMOVE_AUTORUN, target=f"{RUN_KEY}\\{VALUE.name}"),
        Related(kind=ActionKind.DISABLE_SERVICE, target=SERVICE),
        Related(kind=ActionKind.REMOVE_TASK, target=TASK),
    ),
    step(ActionKind.END_PROCESS, PROCESS_TARGET),
    step(ActionKind.REMOVE_AUTORUN, f"{RUN_KEY}\\{VALUE.name}"),
    step(ActionKind.DISABLE_SERVICE, SERVICE),
    step(ActionKind.REMOVE_TASK, TASK),
    step(ActionKind.QUARANTINE_FILE, DLL),
)


@contextmanager
def live_session(
    pc: FakeWindows, folder: Path, checkpoint: Checkpoint = nothing
) -> Iterator[Session]:
    store = Store(folder / "journal.files", checkpoint=checkpoint)
    with Journal(folder / "j.jsonl", clock=lambda: NOW, checkpoint=checkpoint) as journal:
        journal.open_for("KEIRI-PC")
        system = LiveWindows(pc.controls(), store, allowed=(DESK,), checkpoint=checkpoint)
        yield Session(system=system, journal=journal, store=store)
