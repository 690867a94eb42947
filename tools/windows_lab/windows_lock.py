"""Print those requirements of a lock file that Windows needs, without their markers.

    windows_lock.py LOCK ROOT…    ROOT and all that it needs; a root may name extras: kakekomi[pc]

pip reads markers for the system that it runs on, which is not Windows here. What a root needs is
read from what is installed beside this program: a PC takes no web server and no numpy along.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

WINDOWS = {
    **{name: str(value) for name, value in default_environment().items()},
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
}

ENTRY = re.compile(
    r"^(?P<name>[^\s=]+)(?P<version>==\S+)(?: ; (?P<marker>.*?))?"
    r"(?P<hashes>(?: \\\n    --hash=\S+)+)",
    re.MULTILINE,
)
"""Takes ``a==1 ; os_name == 'nt' \\`` with its hashes; refuses a comment."""


def windows_lines(lock: str, wanted: set[str]) -> list[str]:
    """The entries that apply, each with its hashes."""
    return [
        entry["name"] + entry["version"] + entry["hashes"]
        for entry in ENTRY.finditer(lock)
        if canonicalize_name(entry["name"]) in wanted
        and (not entry["marker"] or Marker(entry["marker"]).evaluate(WINDOWS))
    ]


def needed(roots: list[str]) -> set[str]:
    """Names of all packages that the roots need on Windows."""
    waiting = [Requirement(root) for root in roots]
    done: set[tuple[str, str]] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        for extra in ("", *sorted(one.extras)):
            if (name, extra) not in done:
                done.add((name, extra))
                waiting += _requires(name, extra)
    return {name for name, _ in done}


def _requires(name: str, extra: str) -> list[Requirement]:
    try:
        listed = metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # needed on Windows only, and needs nothing itself
        return []
    found = [Requirement(text) for text in listed]
    environment = {**WINDOWS, "extra": extra}
    return [one for one in found if not one.marker or one.marker.evaluate(environment)]


if __name__ == "__main__":
    lines = windows_lines(Path(sys.argv[1]).read_text("utf-8"), needed(sys.argv[2:]))
    sys.stdout.write("\n".join(lines) + "\n")
