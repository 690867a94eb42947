import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.conftest import ClientOf
from kakekomi.desk.house.models import User


def _manage(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "kakekomi.desk.manage", *arguments],
        capture_output=True,
        text=True,
        env={**kept, "KAKEKOMI_DESK_DATA": str(data), **settings},
        check=False,
        timeout=60,
    )


def test_behind_tls_there_is_nothing_to_warn_of(tmp_path: Path) -> None:
    done = _manage(
        tmp_path,
        *("check", "--deploy", "--fail-level", "WARNING"),
        KAKEKOMI_DESK_HTTPS="1",
        KAKEKOMI_DESK_HOSTS="desk.example",
    )

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_a_new_desk_is_made_without_a_warning(tmp_path: Path) -> None:
    done = _manage(tmp_path, "migrate")

    assert (done.returncode, done.stderr) == (0, "")


def test_nobody_else_reads_what_a_desk_writes(tmp_path: Path) -> None:
    """Not even where the folder was there before and is open to others."""
    data = tmp_path / "srv"
    data.mkdir(mode=0o755)
    _manage(data, "migrate", "-v", "0")
    _manage(data, "backup", str(tmp_path / "b.tar"), "--keys", str(tmp_path / "k.tar"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert {"desk.sqlite3", "b.tar", "k.tar", "django"} <= {path.name for path in files}
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def test_no_table_lacks_its_migration(tmp_path: Path) -> None:
    done = _manage(tmp_path, "makemigrations", "--check", "--dry-run")

    assert done.returncode == 0, done.stdout


def test_secrets_are_made_once_and_for_us_alone(tmp_path: Path) -> None:
    _manage(tmp_path, "check")
    key = tmp_path / "keys" / "django"
    first = key.read_bytes()
    _manage(tmp_path, "check")

    assert (key.read_bytes(), key.stat().st_mode & 0o777) == (first, 0o600)
    assert len(first) >= 48


@pytest.mark.django_db
def test_nobody_gives_himself_another_mail_address(employee: User, client_of: ClientOf) -> None:
    client = client_of(employee)

    assert client.get("/accounts/email/").status_code == 404
    posted = {"email": "taro@aoba.example", "action_add": ""}
    assert client.post("/accounts/email/", posted).status_code == 404
