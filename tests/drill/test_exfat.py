from kakekomi.drill.exfat import HEAP_SECTOR, SECTOR, make_exfat


def test_equal_input_gives_equal_bytes() -> None:
    assert make_exfat([("a", b"b")]) == make_exfat([("a", b"b")])


def test_clusters_begin_where_the_boot_sector_says() -> None:
    data = make_exfat([("a", b"content")])

    assert data[3:11] == b"EXFAT   "
    assert data[HEAP_SECTOR * SECTOR :].startswith(b"content")
