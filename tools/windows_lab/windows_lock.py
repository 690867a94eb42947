"""Print those requirements of a lock file that Windows needs, without their markers.

pip reads markers for the system that it runs on, which is not Windows here.
"""

import re
import sys
from pathlib import Path

from packaging.markers import Marker, default_environment

WINDOWS = {
    **default_environment(),
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
}

ENTRY = re.compile(
    r"^(?P<name>\S+==\S+)(?: ; (?P<marker>.*?))?(?P<hashes>(?: \\\n    --hash=\S+)+)", re.MULTILINE
)
"""Takes ``a==1 ; os_name == 'nt' \\`` with its hashes; refuses a comment."""


def windows_lines(lock: str) -> list[str]:
    """The entries that apply, each with its hashes."""
    return [
        entry["name"] + entry["hashes"]
        for entry in ENTRY.finditer(lock)
        if not entry["marker"]
        or Marker(entry["marker"]).evaluate({k: str(v) for k, v in WINDOWS.items()})
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(windows_lines(Path(sys.argv[1]).read_text("utf-8"))) + "\n")
