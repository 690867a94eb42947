from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.parts import read_parts
from kakekomi.packs.problem import Problem
from packs.make_pack import STEP, make_files


def test_parts_are_read_with_steps_in_their_order() -> None:
    earlier = STEP.replace("isolate-pc", "before-that").replace("order: 10", "order: 5")
    problems: list[Problem] = []

    parts = read_parts(make_files({"steps/before-that.sql": earlier}), problems)

    assert problems == []
    assert [step.id for step in parts.steps] == ["before-that", "isolate-pc"]
    assert [rule.id for rule in parts.rules] == ["mail/encrypted"]
    assert [rule.file for rule in parts.content_rules] == ["rules/content/macro_word.yar"]


def test_a_file_that_is_no_utf8_is_a_problem_and_hides_no_other() -> None:
    contents = dict(make_files().contents) | {"rules/mail/bad.sql": b"-- id: \xff"}
    problems: list[Problem] = []

    parts = read_parts(MemoryFiles(contents), problems)

    assert Problem("rules/mail/bad.sql", 0, "is not UTF-8 (byte 7)") in problems
    assert "mail/encrypted" in {rule.id for rule in parts.rules}
