"""How long stored PCs take to be judged again: ``python -m bench.rejudge``.

Ten thousand snapshots of an office PC as the check collects it, about two thousand facts each: an
infected one in a hundred, all others sound. They lie in a desk's database with a verdict by an
older pack, and the job of the background judges them all, as after a pack update. The job's
progress is printed as the page for background work shows it.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kakekomi.drill.pc_root import make_pc_root
from kakekomi.facts import snapshot
from kakekomi.facts.pc_tables import (
    Authenticode,
    File,
    Hash,
    Launch,
    Patches,
    Processes,
    Registry,
    ScheduledTasks,
    Services,
)
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.root import collect_root

SNAPSHOTS: Final = 10_000
DIFFERENT: Final = 50
"""Snapshots that are made; the others repeat them under names of their own."""

INFECTED_EACH: Final = 50
"""One of so many is infected."""

PROCESSES, SERVICES, FILES, TASKS, PATCHES, VALUES = 300, 280, 500, 180, 60, 80
"""Of an office PC in use; launches and signatures come on top."""

NOW: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LOOK_S: Final = 10.0


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--snapshots", type=int, default=SNAPSHOTS)
    parser.add_argument("--database", default="", help="postgresql://…; without it SQLite")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kakekomi-bench-") as data:
        os.environ["KAKEKOMI_DESK_DATA"] = data
        os.environ["KAKEKOMI_DESK_DATABASE"] = given.database
        os.environ["DJANGO_SETTINGS_MODULE"] = "kakekomi.desk.settings"
        import django  # noqa: PLC0415  it wants the settings
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        _measure(given.snapshots)
    return 0


def _measure(count: int) -> None:
    made = [make_pc(number) for number in range(DIFFERENT)]
    packed = [snapshot.write([one]) for one in made]
    print(f"{count:,} PCs, {len(made[0].rows):,} facts each, {len(packed[0]):,} bytes stored each")
    _store(count, packed)
    took, cpu = _judged_again()
    print(f"judged again in {took:.1f} s ({cpu:.1f} s of processor): {count / took:.0f}/s")


def make_pc(number: int) -> SubjectFacts:
    """An office PC's facts."""
    chance = random.Random(number)
    with TemporaryDirectory() as folder:
        if number % INFECTED_EACH == 0:
            make_pc_root(Path(folder))
        else:
            (Path(folder) / "Windows/System32").mkdir(parents=True)
        facts = collect_root(Path(folder), volume_serial=None, now=NOW)
    rows = (*facts.rows, *_rows(chance))
    return SubjectFacts(subject=f"PC-{number:04}", kind=Kind.PC, rows=rows)


def _rows(chance: random.Random) -> Iterator[Row]:
    yield from _running(chance)
    yield from _lying(chance)
    for number in range(PATCHES):
        yield Patches(hotfix_id=f"KB50{number:05}", installed_on="2026-10-14")
    for number in range(VALUES):
        key = rf"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Vendor {number}"
        yield Registry(key=key, path=rf"{key}\Mode", name="Mode", type="REG_DWORD", data="1")


def _running(chance: random.Random) -> Iterator[Row]:
    for number in range(PROCESSES):
        name = f"program-{chance.randrange(900)}.exe"
        path = rf"C:\Program Files\Vendor {number}\{name}"
        command = f'"{path}" --type=renderer --id={chance.randrange(10**9)}'
        yield Processes(
            pid=number * 4, parent=4, name=name, path=path, cmdline=command, on_disk=True
        )
        yield Launch(origin="processes", name=name, target=path, command=command, filename=name)
    for number in range(SERVICES):
        path = rf"C:\Windows\system32\svchost.exe -k group{number} -p"
        yield Services(
            name=f"Service{number}",
            display_name=f"サービス {number}",
            status="RUNNING",
            start_type="AUTO_START",
            service_type="SHARE_PROCESS",
            path=path,
            description="このサービスを停止すると、依存する機能は使えなくなります。",
            user_account="LocalSystem",
        )
    for number in range(TASKS):
        yield ScheduledTasks(
            name=f"Task {number}", path=rf"\Vendor\Task {number}", action=r"C:\Windows\a.exe /s"
        )


def _lying(chance: random.Random) -> Iterator[Row]:
    for number in range(FILES):
        folder = rf"C:\Users\tanaka\AppData\Local\Vendor {number % 40}"
        name = f"{chance.randrange(10**6)}.dll"
        path = rf"{folder}\{name}"
        yield File(
            path=path, directory=folder, filename=name, size=4096, is_pe=True, is_dll=True,
            place="local_appdata",
        )  # fmt: skip
        if number % 4 == 0:
            yield Hash(path=path, sha256=f"{chance.getrandbits(256):064x}")
            yield Authenticode(path=path, result="trusted", subject_name="Vendor Inc.")


def _store(count: int, packed: Sequence[bytes]) -> None:
    from kakekomi.desk.checks.models import Check, Verdict  # noqa: PLC0415  apps are loaded now
    from kakekomi.desk.house.models import Organization  # noqa: PLC0415

    organization = Organization.objects.create(name="bench")
    batch = 500
    for start in range(0, count, batch):
        checks = Check.objects.bulk_create(
            Check(
                kind="pc",
                name="pc.kksnap",
                subject=f"PC-{number:05}",
                facts=packed[number % len(packed)],
                facts_sha256=sha256(packed[number % len(packed)]).hexdigest(),
                content_sha256=f"{number:064}",
                organization=organization,
            )
            for number in range(start, min(start + batch, count))
        )
        Verdict.objects.bulk_create(
            Verdict(
                checked=check,
                pack_id="emotet",
                pack_version="2020.1.1",
                verdict="nothing_found",
                weight_db=0,
                document="{}",
                document_en="{}",
                judged_at=NOW,
            )
            for check in checks
        )


def _judged_again() -> tuple[float, float]:
    """Seconds, and seconds of processor with those of all processes that took part."""
    from kakekomi.desk.work.ledger import ask_for, take  # noqa: PLC0415
    from kakekomi.desk.work.loaded import target  # noqa: PLC0415
    from kakekomi.desk.work.models import Job, Kind  # noqa: PLC0415
    from kakekomi.desk.work.tasks import perform  # noqa: PLC0415

    job, _ = ask_for(Kind.REJUDGE, target().key)
    lease = take(job.pk)
    assert lease is not None
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(job.pk, ended))
    watcher.start()
    start, cpu = time.perf_counter(), _cpu_s()
    perform(lease)
    took = time.perf_counter() - start
    ended.set()
    watcher.join()
    done = Job.objects.get(pk=job.pk)
    print(f"job: {done.state}, {done.done:,} of {done.total:,}, trouble: {done.trouble or 'none'}")
    return took, _cpu_s() - cpu


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _watch(pk: int, ended: threading.Event) -> None:
    from kakekomi.desk.work.models import Job  # noqa: PLC0415

    while not ended.wait(LOOK_S):
        job = Job.objects.get(pk=pk)
        print(f"  {job.percent} %, {job.done:,} of {job.total:,}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
