"""Put the figures of ``pack calibrate --format json`` (standard input) into ``calibration.md``."""

import sys
from pathlib import Path
from typing import Final

import msgspec
from generator.calibration import rewrite

from kakekomi.judge.calibrate import Calibration

PAGE: Final = Path(__file__).parent / "calibration.md"


def main() -> None:
    """Rewrite the tables of the page."""
    found = msgspec.json.decode(sys.stdin.buffer.read(), type=Calibration)
    page = rewrite(PAGE.read_text("utf-8"), found)
    PAGE.write_text(page, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
