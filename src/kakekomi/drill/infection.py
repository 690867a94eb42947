r"""What Emotet left on PCs, period by period, as harmless stubs in the same places.

The shapes are those of public reports (names were random; these are examples from them or alike).
No stub contains code. ``exposed`` is a PC on which a document's content was enabled and nothing
else was found.

Source: Palo Alto Unit 42's published indicators of 2020 to 2023 and the pack's ``sources.toml``
"""

from typing import Final

from kakekomi.drill.pc_plan import (
    USED_AT,
    PcPlan,
    PlannedFile,
    PlannedTask,
    Run,
    Service,
    Trust,
    UserValue,
    seven_days_before,
)
from kakekomi.drill.pe import make_pe

VOLUME_SERIAL: Final = "6C1FA312"
"""Of the made drive. Emotet of 2019 made the name volumetaskmgr of it."""
LOCAL: Final = "{home}\\AppData\\Local"
TEMP: Final = f"{LOCAL}\\Temp"
REGSVR32: Final = "C:\\Windows\\system32\\regsvr32.exe"
RUNDLL32: Final = "C:\\Windows\\SysWOW64\\rundll32.exe"
PADDED_BYTES: Final = 520 * 1024 * 1024
_SCRIPT: Final = b"' Kakekomi drill: harmless, does nothing.\r\n"


def _payload(
    path: str, *, machine: str = "i386", is_dll: bool = True, size: int = 0
) -> PlannedFile:
    return PlannedFile(
        path=path,
        data=make_pe(is_dll=is_dll, machine=machine, note=path),
        modified_at=seven_days_before(USED_AT),
        folder_modified_at=USED_AT,
        padded_to_bytes=size,
    )


def _exe(path: str) -> PlannedFile:
    return _payload(path, is_dll=False)


def _script(path: str) -> PlannedFile:
    return PlannedFile(path=path, data=_SCRIPT)


def _trust(path: str, application: str = "Excel") -> Trust:
    return Trust(path=path, application=application)


def _xored(name: bytes) -> bytes:
    """As Emotet of February 2020 hid its name: XOR with the serial, lowest byte first."""
    key = int(VOLUME_SERIAL, 16).to_bytes(4, "little")
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(name))


_2019: Final = PcPlan(
    files=(
        _exe("{home}\\914.exe"),
        _exe(f"{LOCAL}\\msptermsizes\\msptermsizes.exe"),
    ),
    runs=(Run(name="msptermsizes", command=f'"{LOCAL}\\msptermsizes\\msptermsizes.exe"'),),
    trusts=(_trust("%USERPROFILE%/Downloads/請求書_20191015.doc", "Word"),),
)
_2019_ADMIN: Final = PcPlan(
    files=(_exe("C:\\Windows\\SysWOW64\\msptermsizes.exe"),),
    services=(
        Service(
            name="msptermsizes",
            image='"C:\\Windows\\SysWOW64\\msptermsizes.exe"',
            display_name="msptermsizes",
        ),
    ),
)
_2019_SERIAL: Final = PcPlan(
    files=(_exe(f"{LOCAL}\\volumetaskmgr\\volumetaskmgr.exe"),),
    runs=(Run(name="volumetaskmgr", command=f'"{LOCAL}\\volumetaskmgr\\volumetaskmgr.exe"'),),
)
_2020_02: Final = PcPlan(
    files=(_exe(f"{LOCAL}\\mstask\\mstask.exe"),),
    runs=(Run(name="mstask", command=f'"{LOCAL}\\mstask\\mstask.exe"'),),
    values=(
        UserValue(
            key="Software\\Microsoft\\Windows\\CurrentVersion\\Explorer",
            name=VOLUME_SERIAL.lower(),
            data=_xored(b"mstask.exe"),
        ),
    ),
)
_2020_08: Final = PcPlan(
    files=(_exe(f"{LOCAL}\\d3d11on12\\mscpxl32.exe"),),
    runs=(Run(name="mscpxl32", command=f'"{LOCAL}\\d3d11on12\\mscpxl32.exe"'),),
)
_2020_10: Final = PcPlan(
    files=(
        _exe("{home}\\Uflw5pa\\W18vpk2\\Nfd9nts.exe"),
        _exe(f"{LOCAL}\\SyncHost\\subst.exe"),
    ),
    runs=(Run(name="subst", command=f'"{LOCAL}\\SyncHost\\subst.exe"'),),
)
_2021_01: Final = PcPlan(
    files=(_payload(f"{LOCAL}\\Ckninfwzsiyqxydc\\ialkquzoobkioba.czi"),),
    runs=(
        Run(
            name="ialkquzoobkioba.czi",
            command=f'{RUNDLL32} "{LOCAL}\\Ckninfwzsiyqxydc\\ialkquzoobkioba.czi",Control_RunDLL',
        ),
    ),
)
_2021_01_ADMIN: Final = PcPlan(
    files=(_payload("C:\\Windows\\SysWOW64\\Aibevs\\jbcss.nfg"),),
    services=(
        Service(
            name="jbcss.nfg",
            image=f'{RUNDLL32} "C:\\Windows\\system32\\Aibevs\\jbcss.nfg",qWdxFuGo',
            display_name="jbcss.nfg",
        ),
    ),
)
_2022_02: Final = PcPlan(
    files=(
        _script("C:\\ProgramData\\bhnasleil.bat"),
        _script("C:\\ProgramData\\ouehjld.vbs"),
        _payload("C:\\ProgramData\\vxcjkfhd.dll"),
        _payload(f"{LOCAL}\\Meajrcbavloy\\npuf.vya"),
    ),
    tasks=(
        PlannedTask(
            name="npuf.vya",
            command="rundll32.exe",
            arguments=f"{LOCAL}\\Meajrcbavloy\\npuf.vya,PpNQIIzq",
            author="",
            run_as="{sid}",
        ),
    ),
)
_2022_03: Final = PcPlan(
    files=(
        _payload("{home}\\aew.ocx"),
        _payload(f"{LOCAL}\\Phxnzljad\\wcgzvziqg.ljk"),
    ),
    runs=(
        Run(
            name="wcgzvziqg.ljk",
            command=f'{REGSVR32} /s "{LOCAL}\\Phxnzljad\\wcgzvziqg.ljk"',
        ),
    ),
    trusts=(_trust("%USERPROFILE%/AppData/Local/Temp/Temp1_2022-03-01.zip/請求書.xlsm"),),
)
_2022_04: Final = PcPlan(
    files=(
        _script(f"{TEMP}\\RvTxLfAQbN.vbs"),
        _payload(f"{LOCAL}\\Kfichjg\\cbun.zia", machine="amd64"),
    ),
    runs=(Run(name="cbun.zia", command=f'{REGSVR32} "{LOCAL}\\Kfichjg\\cbun.zia"'),),
)
_2022_04_ADMIN: Final = PcPlan(
    files=(_payload("C:\\Windows\\System32\\Kfichjg\\cbun.zia", machine="amd64"),),
    services=(
        Service(
            name="cbun.zia",
            image=f'{REGSVR32} "C:\\Windows\\system32\\Kfichjg\\cbun.zia"',
            display_name="cbun.zia",
        ),
    ),
)
_2022_06: Final = PcPlan(
    files=(
        _payload("{home}\\haics1.ocx", machine="amd64"),
        _payload(f"{LOCAL}\\Tdwvbhunlkq\\hgfwodbeqx.dll", machine="amd64"),
    ),
    runs=(
        Run(
            name="hgfwodbeqx.dll",
            command=f'{REGSVR32} "{LOCAL}\\Tdwvbhunlkq\\hgfwodbeqx.dll"',
        ),
    ),
    trusts=(_trust("%USERPROFILE%/Downloads/form 06.07.xls"),),
)
_2022_11: Final = PcPlan(
    files=(
        _payload("{home}\\oxnv1.ooccxx", machine="amd64"),
        _payload(f"{LOCAL}\\EEdafoGqJrPp\\pYvzqbuWqgBOj.dll", machine="amd64"),
    ),
    runs=(
        Run(
            name="pYvzqbuWqgBOj.dll",
            command=f'{REGSVR32} "{LOCAL}\\EEdafoGqJrPp\\pYvzqbuWqgBOj.dll"',
        ),
    ),
)
_2023_03: Final = PcPlan(
    files=(
        _script(
            f"{TEMP}\\OneNote\\16.0\\Exported"
            "\\{5C3F7B42-6D1E-4E0B-9C6B-0E4A51B0D7A1}\\NT\\0\\click.wsf"
        ),
        _payload(f"{LOCAL}\\HaMbPzVwRk\\TgqXyNeLw.dll", machine="amd64", size=PADDED_BYTES),
    ),
    runs=(
        Run(name="TgqXyNeLw.dll", command=f'{REGSVR32} /s "{LOCAL}\\HaMbPzVwRk\\TgqXyNeLw.dll"'),
    ),
)
_WIFI: Final = PcPlan(
    files=(_exe("C:\\ProgramData\\service.exe"),),
    services=(
        Service(
            name="WinDefService",
            image="C:\\ProgramData\\service.exe",
            display_name="Windows Defender System Service",
        ),
    ),
)
_SECOND_STAGE: Final = _2022_03 + PcPlan(
    files=(
        _exe(f"{LOCAL}\\Phxnzljad\\glzwfrkh.exe"),
        _payload("C:\\Windows\\Tasks\\bb.dll", machine="amd64"),
    ),
)
_FILE_ONLY: Final = PcPlan(files=(_payload(f"{LOCAL}\\Vqkwyfejbj\\dkrtkhv.ktv"),))
_EXPOSED: Final = PcPlan(trusts=(_trust("%USERPROFILE%/Downloads/請求書 2022-03-07.xlsm"),))

INFECTIONS: Final[dict[str, PcPlan]] = {
    "2019": _2019,
    "2019-admin": _2019_ADMIN,
    "2019-serial": _2019_SERIAL,
    "2020-02": _2020_02,
    "2020-08": _2020_08,
    "2020-10": _2020_10,
    "2021-01": _2021_01,
    "2021-01-admin": _2021_01_ADMIN,
    "2022-02": _2022_02,
    "2022-03": _2022_03,
    "2022-04": _2022_04,
    "2022-04-admin": _2022_04_ADMIN,
    "2022-06": _2022_06,
    "2022-11": _2022_11,
    "2023-03": _2023_03,
    "wifi": _WIFI,
    "second-stage": _SECOND_STAGE,
    "file-only": _FILE_ONLY,
    "exposed": _EXPOSED,
}
"""By period or kind."""
