from pathlib import Path

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import ScheduledTasks
from kakekomi.host import task_folder
from kakekomi.host.disk import Disk
from kakekomi.host.pc import Account, Command, Pc

XML = (
    "<Task><Principals><Principal><UserId>{user}</UserId></Principal></Principals><Actions>"
    "<Exec><Command>rundll32.exe</Command><Arguments>a.dll,b</Arguments></Exec></Actions></Task>"
)


def _collect(path: Path) -> list[object]:
    account = Account(username="u", sid="S-1-5-21-1", directory="C:\\Users\\u")
    return list(task_folder.collect(Pc(disk=Disk(path), accounts=(account,))))


def test_tasks_in_subfolders_are_rows_and_commands_of_their_user(tmp_path: Path) -> None:
    folder = tmp_path / "Windows/System32/Tasks/Microsoft/a"
    folder.mkdir(parents=True)
    (folder / "日次").write_bytes(XML.format(user="S-1-5-21-1").encode("utf-16"))

    assert _collect(tmp_path) == [
        ScheduledTasks(
            name="日次",
            action="rundll32.exe a.dll,b",
            path="\\Microsoft\\a\\日次",
            run_as="S-1-5-21-1",
        ),
        Command(
            origin="scheduled_tasks", name="日次", command="rundll32.exe a.dll,b", username="u"
        ),
    ]


def test_a_task_that_cannot_be_read_is_a_gap_and_the_others_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "Windows/System32/Tasks"
    folder.mkdir(parents=True)
    (folder / "a").write_bytes(b"<!DOCTYPE a><Task/>")
    (folder / "b").write_bytes(XML.format(user="SYSTEM").encode())
    (folder / "loop").symlink_to(folder)

    found = _collect(tmp_path)

    assert found[0] == Gap(
        what=What.SCHEDULED_TASK, why=Why.DAMAGED, detail="C:\\Windows\\System32\\Tasks\\a"
    )
    assert found[2] == Command(
        origin="scheduled_tasks", name="b", command="rundll32.exe a.dll,b", username=None
    )
    assert len(found) == len("abc")


def test_tasks_of_the_old_form_are_gaps(tmp_path: Path) -> None:
    folder = tmp_path / "Windows/Tasks"
    folder.mkdir(parents=True)
    (folder / "At1.job").write_bytes(b"")

    assert _collect(tmp_path) == [
        Gap(what=What.SCHEDULED_TASK, why=Why.UNSUPPORTED, detail="C:\\Windows\\Tasks\\At1.job")
    ]
