import struct

from kakekomi.drill.biff import make_workbook_stream


def records(stream: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        found.append((kind, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def test_each_sheet_starts_where_the_workbook_says() -> None:
    stream = make_workbook_stream(text="x", state="hidden", alerts=["a"])
    offsets = [int.from_bytes(data[:4], "little") for kind, data in records(stream) if kind == 0x85]

    assert [stream[at : at + 2] for at in offsets] == [b"\x09\x08", b"\x09\x08"]
    assert [int.from_bytes(stream[at + 6 : at + 8], "little") for at in offsets] == [0x10, 0x40]


def test_without_alerts_there_is_one_sheet() -> None:
    stream = make_workbook_stream(text="x", state="hidden", alerts=[])

    assert [kind for kind, _ in records(stream)].count(0x85) == 1
