from pathlib import Path

import msgspec
import pytest

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import PackChoice, load_pack
from kakekomi.check.language import Language
from kakekomi.cli.pack_osquery import export_osquery
from kakekomi.packs.osquery import OsqueryPack, export


def test_the_file_is_written_and_each_rule_left_out_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "emotet.json"

    ended = export_osquery(PackChoice(), str(target), Language.EN)

    exported = export(load_pack(PackChoice()))
    lines = capsys.readouterr().out.splitlines()
    assert ended == ExitStatus.NOTHING_FOUND
    assert msgspec.json.decode(target.read_bytes(), type=OsqueryPack) == exported.pack
    assert lines == [
        *(f"not exported: {one.rule} ({one.why})" for one in exported.left_out),
        f"{len(exported.pack.queries)} rules for osquery: {target}"
        f" ({len(exported.left_out)} can't be run there)",
    ]
