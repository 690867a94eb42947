"""A desk is the same on an empty machine: rows, uploads and keys."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

FILL = """
from django.contrib.auth import authenticate
from kakekomi.desk import originals
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import Membership, Organization, User
one = Organization.objects.create(name="青葉製作所", own_domains=["aoba.example"])
user = User.objects.create_user("hanako", password="a long enough secret")
Membership.objects.create(user=user, organization=one, role="manager")
record(user, "organization.added", one, after={"name": one.name})
print(originals.keep(b"an upload"))
"""

LOOK = """
import sys
from kakekomi.desk import originals
from kakekomi.desk.house.audit import first_broken
from kakekomi.desk.house.models import Membership, User
user = User.objects.get(username="hanako")
print([str(one.organization) for one in user.memberships.all()])
print(user.check_password("a long enough secret"), first_broken())
print(originals.read("{reference}"))
"""


ADD = """
from kakekomi.desk.house.audit import record
print(record("hanako", "organization.seen", "x").number, first_broken())
"""
"""Numbers go on where they were, and the log can grow."""

SERVER = os.environ.get("KAKEKOMI_DESK_DATABASE", "")


def manage(
    data: Path, *arguments: str, code: str = "", database: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command of the desk on that data folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "kakekomi.desk.manage", *arguments],
        input=code,
        capture_output=True,
        text=True,
        env={
            **kept,
            "KAKEKOMI_DESK_DATA": str(data),
            "KAKEKOMI_DESK_DATABASE": database,
            "PYTHONIOENCODING": "utf-8",
        },
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder, and the reference of an upload in it."""
    data = tmp_path_factory.mktemp("desk")
    assert manage(data, "migrate", "-v", "0").returncode == 0
    done = manage(data, "shell", "--no-imports", code=FILL)
    assert done.returncode == 0, done.stderr
    return data, done.stdout.split()[-1]


def test_a_restored_desk_is_the_same(filled: tuple[Path, str], tmp_path: Path) -> None:
    data, reference = filled
    backup, keys, new = tmp_path / "desk.tar", tmp_path / "keys.tar", tmp_path / "new"

    made = manage(data, "backup", str(backup), "--keys", str(keys))
    restored = manage(new, "restore", str(backup), "--keys", str(keys))
    seen = manage(new, "shell", "--no-imports", code=LOOK.replace("{reference}", reference))

    assert (made.returncode, restored.returncode) == (0, 0), made.stderr + restored.stderr
    assert seen.stdout.splitlines()[-3:] == ["['青葉製作所']", "True None", "b'an upload'"]
    assert manage(new, "verify_audit").stdout.startswith("audit log: whole, 1 entries")
    assert (backup.stat().st_mode & 0o777, keys.stat().st_mode & 0o777) == (0o600, 0o600)


@pytest.mark.skipif(SERVER == "", reason="no PostgreSQL: tools/postgres.sh starts one")
def test_a_desk_on_sqlite_comes_back_on_postgresql(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    data, reference = filled
    backup, keys, new = tmp_path / "desk.tar", tmp_path / "keys.tar", tmp_path / "new"
    database = SERVER.replace("/kakekomi?", "/restored?")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute("CREATE DATABASE restored")

    manage(data, "backup", str(backup), "--keys", str(keys))
    restored = manage(new, "restore", str(backup), "--keys", str(keys), database=database)
    look = LOOK.replace("{reference}", reference) + ADD
    seen = manage(new, "shell", "--no-imports", code=look, database=database)

    assert restored.returncode == 0, restored.stderr
    expected = ["['青葉製作所']", "True None", "b'an upload'", "2 None"]
    assert seen.stdout.splitlines()[-4:] == expected, seen.stderr
    assert not (new / "desk.sqlite3").exists()


def test_the_backup_alone_opens_no_upload(filled: tuple[Path, str], tmp_path: Path) -> None:
    data, reference = filled
    backup, new = tmp_path / "desk.tar", tmp_path / "new"
    manage(data, "backup", str(backup))
    manage(new, "restore", str(backup))

    seen = manage(new, "shell", "--no-imports", code=LOOK.replace("{reference}", reference))

    assert "does not fit its key" in seen.stderr
    assert b"an upload" not in backup.read_bytes()


def test_a_desk_with_anything_in_it_is_not_written_over(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    data, _ = filled
    backup = tmp_path / "desk.tar"
    manage(data, "backup", str(backup))

    done = manage(data, "restore", str(backup))

    assert (done.returncode, "not empty" in done.stderr) == (1, True)


@pytest.mark.parametrize("damage", [b"", b"no tar", None])
def test_a_damaged_backup_is_refused(
    filled: tuple[Path, str], tmp_path: Path, damage: bytes | None
) -> None:
    data, _ = filled
    backup, new = tmp_path / "desk.tar", tmp_path / "new"
    manage(data, "backup", str(backup))
    whole = backup.read_bytes()
    backup.write_bytes(whole.replace(b"hanako", b"hanakx") if damage is None else damage)

    done = manage(new, "restore", str(backup))

    assert (done.returncode, "damaged" in done.stderr) == (1, True), done.stderr
