"""Tell Windows' own programs from the malware that hides inside them.

Since December 2020 Emotet is a DLL that the genuine ``rundll32.exe`` or ``regsvr32.exe`` runs.
Naming that program as the malware makes people delete a file of Windows. The same name outside
Windows' folders is another matter: a copy or an impostor, and evidence.
"""

from typing import Final

WINDOWS_PROGRAMS: Final = frozenset(
    {"certutil", "cmd", "conhost", "cscript", "dllhost", "explorer", "lsass", "mshta", "msiexec"}
    | {"powershell", "regsvr32", "rundll32", "schtasks", "services", "smss", "spoolsv", "svchost"}
    | {"taskhostw", "wininit", "winlogon", "wmiprvse", "wscript"}
)
"""Programs that malware borrows to run, without ``.exe``."""

WINDOWS_FOLDERS: Final = (
    "\\windows\\system32", "\\windows\\syswow64", "\\windows\\sysnative", "\\windows\\winsxs",
    "\\windows\\system32\\wbem", "\\windows\\system32\\windowspowershell\\v1.0",
    "\\windows\\syswow64\\windowspowershell\\v1.0", "\\windows",
    "%systemroot%", "%windir%", "%systemroot%\\system32", "%systemroot%\\syswow64",
    "%windir%\\system32", "%windir%\\syswow64",
)  # fmt: skip
"""Folders they really live in, behind the drive letter."""


def is_windows_file(value: str) -> bool:
    """Whether the text as a whole is name or path of such a program where Windows keeps it.

    A command line is neither: what follows the program makes it another text.
    """
    text = value.strip().strip('"').lower().replace("/", "\\")
    folder, _, name = text.rpartition("\\")
    if name.removesuffix(".exe") not in WINDOWS_PROGRAMS:
        return False
    place = folder[2:] if folder[1:2] == ":" else folder
    return not folder or place in WINDOWS_FOLDERS or place.startswith("\\windows\\winsxs\\")
