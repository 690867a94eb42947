"""The PC that this runs on, with all its controls."""

import os
from pathlib import Path

from kakekomi.respond.controls import Controls
from kakekomi.respond.windows.files import WindowsFiles
from kakekomi.respond.windows.firewall import WindowsFirewall
from kakekomi.respond.windows.processes import WindowsProcesses
from kakekomi.respond.windows.registry import WindowsRegistry
from kakekomi.respond.windows.services import WindowsServices
from kakekomi.respond.windows.tasks import WindowsTasks


def this_pc() -> Controls:
    """Nothing is asked of Windows before a control is used."""
    drive = os.environ.get("SYSTEMDRIVE", "C:")[:2].upper()
    return Controls(
        root=Path(f"\\\\?\\{drive}\\"),
        drive=drive,
        files=WindowsFiles(),
        registry=WindowsRegistry(),
        services=WindowsServices(),
        tasks=WindowsTasks(),
        processes=WindowsProcesses(),
        network=WindowsFirewall(),
    )
