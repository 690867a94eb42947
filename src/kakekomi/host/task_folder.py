r"""All tasks of an offline PC: the files under ``System32\Tasks`` and its subfolders."""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import ScheduledTasks
from kakekomi.facts.row import Row
from kakekomi.host.disk import Entry
from kakekomi.host.pc import Command, Pc
from kakekomi.host.scheduled_task import MAX_TASK_BYTES, Task, parse_task

ORIGIN: Final = "scheduled_tasks"
MAX_FOLDER_DEPTH: Final = 8
"""Windows' own go three deep."""
MAX_TASKS: Final = 5_000
"""A PC has about two hundred."""


def collect(pc: Pc) -> Iterator[Row | Command]:
    """One row and one command for each program that a task runs."""
    root = f"{pc.windows}\\System32\\Tasks"
    for count, entry in enumerate(_files(pc, root, MAX_FOLDER_DEPTH)):
        if count >= MAX_TASKS:
            yield Gap(what=What.SCHEDULED_TASK, why=Why.LIMIT, detail=root)
            return
        try:
            task = parse_task(pc.disk.head(entry, MAX_TASK_BYTES + 1), where=entry.path)
        except NotPermittedError:
            yield Gap(what=What.SCHEDULED_TASK, why=Why.NOT_PERMITTED, detail=entry.path)
        except ParseError:
            yield Gap(what=What.SCHEDULED_TASK, why=Why.DAMAGED, detail=entry.path)
        else:
            yield from _of_task(pc, task, entry, entry.path[len(root) :])
    for entry in pc.disk.folder(f"{pc.windows}\\Tasks"):
        if entry.name.casefold().endswith(".job"):
            yield Gap(what=What.SCHEDULED_TASK, why=Why.UNSUPPORTED, detail=entry.path)


def _files(pc: Pc, path: str, depth: int) -> Iterator[Entry]:
    for entry in pc.disk.folder(path):
        if entry.is_link:
            continue
        if not entry.is_folder:
            yield entry
        elif depth:
            yield from _files(pc, entry.path, depth - 1)


def _of_task(pc: Pc, task: Task, entry: Entry, path: str) -> Iterator[Row | Command]:
    account = pc.account(task.run_as)
    for action in task.actions:
        yield ScheduledTasks(
            name=entry.name,
            action=action.line,
            path=path,
            enabled=task.is_enabled,
            hidden=task.is_hidden,
            author=task.author,
            run_as=task.run_as,
            registered_at=task.registered_at,
        )
        yield Command(
            origin=ORIGIN,
            name=entry.name,
            command=action.line,
            username=account.username if account and account.is_person else None,
        )
