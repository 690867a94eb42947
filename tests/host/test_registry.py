from kakekomi.drill.hive import dword, make_hive, make_tree
from kakekomi.host.hive import open_hive
from kakekomi.host.registry import below, descendant


def test_keys_below_and_further_down_are_found_in_any_case() -> None:
    entries = [("A\\B\\C", [dword("x", 1)]), ("A\\D", [])]
    root = open_hive(make_hive(make_tree(entries)), where="x").key("A")

    assert [key.name for key in below(root)] == ["B", "D"]
    assert root is not None
    found = descendant(root, "b\\c")
    assert found is not None
    assert [value.number for value in found.values] == [1]
    assert descendant(root, "b\\missing\\c") is None


def test_nothing_is_below_a_key_that_is_not_there() -> None:
    assert list(below(None)) == []
