"""Programs that unpack what our builders make, where they are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest


def unpacked(folder: Path, data: bytes, *command: str) -> dict[str, bytes]:
    """Files that the program unpacks into ``folder``; {} in its arguments is the archive."""
    program = shutil.which(command[0])
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    archive, out = folder / "archive.bin", folder / "out"
    archive.write_bytes(data)
    out.mkdir()
    arguments = [str(archive) if part == "{}" else part for part in command[1:]]
    subprocess.run([program, *arguments], cwd=out, check=True, capture_output=True)  # noqa: S603
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }
