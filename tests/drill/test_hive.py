from pathlib import Path

from regipy.registry import RegistryHive

from kakekomi.drill.hive import binary, dword, make_hive, make_tree, several, text


def test_regipy_reads_what_the_writer_wrote(tmp_path: Path) -> None:
    values = [
        text("Run", "regsvr32 /s x"),
        dword("Start", 2),
        binary("b", b"12345"),
        several("m", "ab"),
    ]
    path = tmp_path / "SOFTWARE"
    path.write_bytes(make_hive(make_tree([("Microsoft\\Windows\\日本", values)])))

    key = RegistryHive(str(path)).get_key("\\Microsoft\\Windows\\日本")  # type: ignore[no-untyped-call]

    assert [(value.name, value.value) for value in key.iter_values(trim_values=False)] == [
        ("Run", "regsvr32 /s x"),
        ("Start", 2),
        ("b", b"12345"),
        ("m", ["a", "b"]),
    ]


def test_the_header_sums_up() -> None:
    data = make_hive(make_tree([("a", [])]))
    words = [int.from_bytes(data[i : i + 4], "little") for i in range(0, 512, 4)]

    total = 0
    for word in words[:-1]:
        total ^= word

    assert words[-1] == total
