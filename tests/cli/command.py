"""Run the installed command as a user or a script does."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).parent / "kakekomi"

PLAIN_MAIL = (
    b"From: Taro Yamada <taro@partner.example>\r\n"
    b"To: hanako@company.example\r\n"
    b"Subject: Minutes\r\n"
    b"Date: Tue, 1 Mar 2022 18:38:00 +0900\r\n"
    b"Message-ID: <1@partner.example>\r\n"
    b"\r\n"
    b"The minutes of today follow tomorrow.\r\n"
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command."""

    status: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def complaint(self) -> str:
        return self.err.decode("utf-8")


def environment(**changes: str) -> dict[str, str]:
    """A surrounding in English without anything of the tester's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", **changes}


def run(*arguments: str | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ran:
    """Run ``kakekomi`` with these arguments, off any terminal."""
    done = subprocess.run(  # noqa: S603  our own command
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        env=environment(**(env or {})),
        check=False,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
