r"""What a healthy office PC has that looks like an infection to a hasty eye.

Per-user installs of browsers, chat and meeting programs with their updaters, a printer driver and a
graphics driver through rundll32, a vendor's control through regsvr32, an in-house tool, a
developer's folders, macros that were enabled on purpose.
"""

from dataclasses import replace
from typing import Final

from kakekomi.drill.evtx import LogEvent, make_event_log
from kakekomi.drill.pc_plan import USED_AT, PcPlan, PlannedFile, PlannedTask, Run, Service, Trust
from kakekomi.drill.pe import make_pe

LOCAL: Final = "{home}\\AppData\\Local"
ROAMING: Final = "{home}\\AppData\\Roaming"
INSTALLER_BYTES: Final = 120 * 1024 * 1024
SYSTEM32: Final = "C:\\Windows\\System32"

_OWN_PROGRAMS: Final = (
    *("cmd", "cscript", "explorer", "mshta", "msiexec", "notepad", "regsvr32", "rundll32"),
    *("spoolsv", "svchost", "taskhostw", "userinit", "wscript", "SearchIndexer"),
    *("subst", "SyncHost"),
)
_OWN_LIBRARIES: Final = (
    *("shell32", "wuaueng", "dnsrslvr", "NvCpl", "LogiLDA", "scrobj"),
    *("d3d11on12", "mscpxl32", "KBDSMSNO", "spwizeng"),
)


def _pe(path: str, *, is_dll: bool = False) -> PlannedFile:
    return PlannedFile(path=path, data=make_pe(is_dll=is_dll, note=path))


def windows() -> PcPlan:
    """A Windows with nothing on it."""
    own = [
        _pe(f"C:\\Windows\\{folder}\\{name}.exe")
        for folder in ("System32", "SysWOW64")
        for name in _OWN_PROGRAMS
    ]
    libraries = [_pe(f"{SYSTEM32}\\{name}.dll", is_dll=True) for name in _OWN_LIBRARIES]
    return PcPlan(
        files=(
            *own,
            *libraries,
            _pe("C:\\Windows\\explorer.exe"),
            _pe("C:\\Windows\\regedit.exe"),
            _pe(f"{SYSTEM32}\\wbem\\WmiPrvSE.exe"),
            _pe(f"{SYSTEM32}\\WindowsPowerShell\\v1.0\\powershell.exe"),
            _pe(f"{SYSTEM32}\\drivers\\tcpip.sys"),
            *_event_logs(),
        ),
        services=_windows_services(),
        tasks=_windows_tasks(),
    )


def _event_logs() -> tuple[PlannedFile, ...]:
    """What every Windows has: a driver's service set up, a scan that found nothing."""
    service = LogEvent(
        event_id=7045,
        provider="Service Control Manager",
        channel="System",
        at=USED_AT,
        data={"ServiceName": "Printer", "ImagePath": f"{SYSTEM32}\\spoolsv.exe"},
    )
    names = ("Security", "Microsoft-Windows-Windows Defender%4Operational")
    folder = f"{SYSTEM32}\\winevt\\Logs"
    return (
        PlannedFile(path=f"{folder}\\System.evtx", data=make_event_log([service])),
        *(PlannedFile(path=f"{folder}\\{name}.evtx", data=make_event_log([])) for name in names),
    )


def _windows_tasks() -> tuple[PlannedTask, ...]:
    return (
        PlannedTask(
            name="Microsoft\\Windows\\Defrag\\ScheduledDefrag",
            command="%windir%\\system32\\defrag.exe",
            arguments="-c -h -k -g -$",
        ),
        PlannedTask(
            name="Microsoft\\Windows\\Shell\\IndexerAutomaticMaintenance",
            command="%windir%\\system32\\rundll32.exe",
            arguments="%windir%\\system32\\shell32.dll,Control_Maintenance",
        ),
    )


def _windows_services() -> tuple[Service, ...]:
    return (
        Service(
            name="Spooler",
            image="%SystemRoot%\\System32\\spoolsv.exe",
            display_name="@%systemroot%\\system32\\spoolsv.exe,-1",
            description="@%systemroot%\\system32\\spoolsv.exe,-2",
        ),
        Service(
            name="wuauserv",
            image="%systemroot%\\system32\\svchost.exe -k netsvcs -p",
            description="Windows Update",
            module="%systemroot%\\system32\\wuaueng.dll",
            type=0x20,
        ),
        Service(name="Tcpip", image="System32\\drivers\\tcpip.sys", type=0x01, start=0),
    )


def office_pc() -> PcPlan:
    """What people and vendors add."""
    return _per_user_programs() + _vendor_programs() + _own_work()


def _per_user_programs() -> PcPlan:
    google = f"{LOCAL}\\Google\\Update\\1.3.36.112\\GoogleUpdateCore.exe"
    return PcPlan(
        files=(
            _pe(google),
            _pe(f"{LOCAL}\\Google\\Update\\GoogleUpdate.exe"),
            _pe(f"{LOCAL}\\Google\\Chrome\\Application\\chrome.exe"),
            _pe(f"{LOCAL}\\Programs\\Microsoft VS Code\\Code.exe"),
            _pe(f"{LOCAL}\\slack\\slack.exe"),
            _pe(f"{LOCAL}\\slack\\Update.exe"),
            _pe(f"{LOCAL}\\Microsoft\\Teams\\Update.exe"),
            _pe(f"{LOCAL}\\Microsoft\\OneDrive\\OneDrive.exe"),
            _pe(f"{LOCAL}\\Discord\\Update.exe"),
            _pe(f"{LOCAL}\\LINE\\bin\\LineLauncher.exe"),
            _pe(f"{ROAMING}\\Zoom\\bin\\Zoom.exe"),
            _pe(f"{LOCAL}\\Programs\\Python\\Python311\\python.exe"),
        ),
        runs=(
            Run(name="Google Update", command=f'"{google}"'),
            Run(name="com.squirrel.slack.slack", command=f'"{LOCAL}\\slack\\slack.exe" --startup'),
            Run(
                name="com.squirrel.Teams.Teams",
                command=f"{LOCAL}\\Microsoft\\Teams\\Update.exe --processStart Teams.exe",
            ),
            Run(
                name="OneDrive",
                command=f'"{LOCAL}\\Microsoft\\OneDrive\\OneDrive.exe" /background',
            ),
            Run(name="Discord", command=f"{LOCAL}\\Discord\\Update.exe --processStart Discord.exe"),
            Run(name="LINE", command=f'"{LOCAL}\\LINE\\bin\\LineLauncher.exe" --updated'),
        ),
        tasks=_per_user_tasks(),
    )


def _per_user_tasks() -> tuple[PlannedTask, ...]:
    return (
        PlannedTask(
            name="GoogleUpdateTaskUserS-1-5-21Core",
            command=f"{LOCAL}\\Google\\Update\\GoogleUpdate.exe",
            arguments="/c",
            author="Google",
            run_as="{sid}",
        ),
        PlannedTask(
            name="ZoomUpdateTaskUser",
            command=f"{ROAMING}\\Zoom\\bin\\Zoom.exe",
            arguments="--update",
            author="Zoom",
            run_as="{sid}",
        ),
    )


def _vendor_programs() -> PcPlan:
    tray = f"{SYSTEM32}\\spool\\DRIVERS\\x64\\3\\E_YTIUEJ.EXE"
    driver = f"{SYSTEM32}\\spool\\DRIVERS\\x64\\3\\EPSTMON.DLL"
    control = "C:\\Program Files (x86)\\Vendor Soft\\会計\\grid32.ocx"
    return PcPlan(
        files=(
            _pe(tray),
            _pe(driver, is_dll=True),
            _pe(control, is_dll=True),
            _pe("C:\\Program Files\\Vendor\\updater.exe"),
            _pe("C:\\Windows\\SysWOW64\\Macromed\\Flash\\Flash32.ocx", is_dll=True),
        ),
        runs=(
            Run(name="EPSON Monitor", command=f"rundll32.exe {driver},Monitor", is_machine=True),
            Run(
                name="Logitech Download Assistant",
                command=f"{SYSTEM32}\\rundll32.exe {SYSTEM32}\\LogiLDA.dll,LogiFetch",
                is_machine=True,
            ),
            Run(
                name="NvCplDaemon",
                command=f"RUNDLL32.EXE {SYSTEM32}\\NvCpl.dll,NvStartup",
                is_machine=True,
            ),
            Run(
                name="Register control",
                command=f'regsvr32.exe /s "{control}"',
                is_machine=True,
                key="Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\RunOnce",
            ),
            Run(name="EPLTarget", command=f"{tray} /EPT", is_machine=False),
        ),
        services=_vendor_services(),
        tasks=_vendor_tasks(),
    )


def _vendor_tasks() -> tuple[PlannedTask, ...]:
    return (
        PlannedTask(
            name="Vendor\\Update",
            command="C:\\Program Files\\Vendor\\updater.exe",
            arguments="/ua /installsource scheduler",
            author="Vendor",
        ),
    )


def _vendor_services() -> tuple[Service, ...]:
    return (
        Service(
            name="VendorUpdate",
            image='"C:\\Program Files\\Vendor\\updater.exe" /svc',
            display_name="Vendor Update",
            description="Keeps Vendor's programs up to date",
        ),
    )


def _own_work() -> PcPlan:
    return PcPlan(
        files=(
            _pe("{home}\\source\\repos\\App1\\bin\\App1.exe"),
            _pe(f"{LOCAL}\\KintaiTool\\KintaiTool.exe"),
            _pe(f"{LOCAL}\\KintaiTool\\KintaiCommon.dll", is_dll=True),
            _pe("{home}\\Downloads\\setup.exe"),
            _pe("{home}\\go\\bin\\gopls.exe"),
            _pe(f"{LOCAL}\\Temp\\nsd4F21.tmp\\System.dll", is_dll=True),
            replace(_pe(f"{LOCAL}\\Temp\\chrome_installer.exe"), padded_to_bytes=INSTALLER_BYTES),
            PlannedFile(path=f"{LOCAL}\\Temp\\install_7.vbs", data=b"' installer\r\n"),
            PlannedFile(path="C:\\ProgramData\\backup.bat", data=b"robocopy D:\\ E:\\\r\n"),
            PlannedFile(path="{home}\\Documents\\売上.xlsx", data=b"PK\x03\x04"),
        ),
        runs=(Run(name="KintaiTool", command=f'"{LOCAL}\\KintaiTool\\KintaiTool.exe" /tray'),),
        trusts=(
            Trust(path="%USERPROFILE%/Documents/見積書.xlsm"),
            Trust(path="file://///server/share/勤務表.xlsm"),
            Trust(
                path="%USERPROFILE%/Downloads/案内.docx",
                application="Word",
                has_content_enabled=False,
            ),
        ),
    )
