"""Make files that begin like Windows programs and contain nothing that could run.

The headers are complete enough to be told as a program or DLL of a machine; there is no section,
no entry point and no import, so Windows refuses to load them.
"""

import struct
from typing import Final

MACHINES: Final = {"i386": 0x014C, "amd64": 0x8664, "arm64": 0xAA64}
HEADER_OFFSET: Final = 128
_OPTIONAL_BYTES: Final = {"i386": 224, "amd64": 240, "arm64": 240}
_DLL: Final = 0x2000
_EXECUTABLE: Final = 0x0002


def make_pe(*, is_dll: bool = True, machine: str = "amd64", note: str = "") -> bytes:
    """A stub; ``note`` makes its hash its own."""
    stub = b"MZ".ljust(60, b"\0") + struct.pack("<I", HEADER_OFFSET)
    characteristics = _EXECUTABLE | (_DLL if is_dll else 0)
    optional = _OPTIONAL_BYTES[machine]
    coff = struct.pack("<HHIIIHH", MACHINES[machine], 0, 0, 0, 0, optional, characteristics)
    magic = 0x10B if machine == "i386" else 0x20B
    header = b"PE\0\0" + coff + struct.pack("<H", magic).ljust(optional, b"\0")
    text = f"Kakekomi drill: harmless, does nothing. {note}".encode()
    return stub.ljust(HEADER_OFFSET, b"\0") + header + text
