from kakekomi.check.tracing import Units


def test_mails_of_one_mailbox_file_lie_in_one_archive() -> None:
    units = Units(["all"])

    assert [units.of(name) for name in ("all/a.mbox:1", "all/a.mbox:2", "all/b.mbox:1")] == [
        0,
        0,
        1,
    ]
    assert units.names[0] == ("all/a.mbox", "a.mbox", "all")


def test_single_mails_belong_to_their_folder_and_those_of_a_maildir_to_that_above() -> None:
    units = Units(["all"])
    names = ("all/hanako/1.eml", "all/hanako/2.eml", "all/taro/cur/1:2,S", "all/taro/new/2")

    assert [units.of(name) for name in names] == [0, 0, 1, 1]


def test_a_file_that_was_named_is_an_archive_by_itself() -> None:
    units = Units(["box"])

    assert units.names == []
    assert (units.of("box"), units.names) == (0, [("box", "box")])
