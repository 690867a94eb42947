from kakekomi.drill.pdf import make_pdf


def test_equal_arguments_give_equal_bytes() -> None:
    assert make_pdf(links=["http://a.invalid/"]) == make_pdf(links=["http://a.invalid/"])


def test_the_table_points_at_each_object() -> None:
    made = make_pdf(embedded={"a": b"b"})
    rows = made[made.index(b"xref\n") : made.index(b"trailer")].split(b"\n")[1:-1]

    for head, place in zip(rows[::2], rows[1::2], strict=True):
        number, offset = int(head.split()[0]), int(place.split()[0])
        assert made[offset:].startswith(b"%d 0 obj" % number)
