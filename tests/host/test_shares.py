from pathlib import Path

from host.test_security_descriptor import READ, make_descriptor
from kakekomi.drill.hive import Value, binary, make_hive, make_tree, several
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import SharedResources
from kakekomi.host import shares
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Pc
from kakekomi.host.security_descriptor import EVERYONE

KEY = f"ControlSet001\\{shares.SHARES}"
SHARE = several(
    "共有", ["CSCFlags=0", "Path=C:\\共有", "Remark=みんな用", "ShareName=共有", "Type=0"]
)


def _collect(path: Path, security: bytes | None) -> list[object]:
    entries: list[tuple[str, list[Value]]] = [(KEY, [SHARE])]
    if security is not None:
        entries.append((f"{KEY}\\Security", [binary("共有", security)]))
    system = open_hive(make_hive(make_tree(entries)), where="SYSTEM")
    return list(shares.collect(Pc(disk=Disk(path), system=system)))


def _row(everyone: str | None) -> SharedResources:
    return SharedResources(name="共有", path="C:\\共有", description="みんな用", everyone=everyone)


def test_a_share_says_what_everyone_may_do(tmp_path: Path) -> None:
    assert _collect(tmp_path, make_descriptor((0, READ, EVERYONE))) == [_row("read")]


def test_rights_that_are_not_kept_are_not_known(tmp_path: Path) -> None:
    assert _collect(tmp_path, None) == [_row(None)]


def test_rights_that_cannot_be_read_are_a_gap(tmp_path: Path) -> None:
    assert _collect(tmp_path, b"\x01") == [
        Gap(what=What.REGISTRY_KEY, why=Why.DAMAGED, detail=f"{shares.SHARES}\\共有"),
        _row(None),
    ]
