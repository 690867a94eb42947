from kakekomi.packs.lint_words import Known, ids_of, lint_triage, page_ids, read_toml, unknown
from kakekomi.packs.problem import Problem
from packs.make_pack import make_files

KNOWN = Known(
    sources=frozenset({"s"}),
    contacts=frozenset(),
    pages=frozenset(),
    announcements=frozenset(),
    steps=frozenset({"isolate-pc"}),
    patterns=frozenset({"opened"}),
    stages=frozenset(),
)


def test_toml_that_cannot_be_read_is_a_problem_with_its_line() -> None:
    problems: list[Problem] = []

    assert read_toml(make_files({"a.toml": "x = 1\ny = \n"}), "a.toml", problems) == {}
    assert read_toml(make_files(), "none.toml", problems) == {}
    assert [(problem.file, problem.line) for problem in problems] == [
        ("a.toml", 2),
        ("none.toml", 0),
    ]


def test_an_id_that_stands_twice_is_a_problem() -> None:
    problems: list[Problem] = []
    document = {"source": [{"id": "a"}, {"id": "a"}, {}]}

    assert ids_of(document, "source", "x.toml", problems) == {"a", ""}
    assert len(problems) == 2


def test_pages_are_known_by_their_name_without_language() -> None:
    assert page_ids(make_files(), "faq") == {"why"}


def test_only_unknown_ids_are_problems() -> None:
    assert list(unknown("x.md", 4, "source", ["s", "t"], KNOWN.sources)) == [
        Problem("x.md", 4, "unknown source 't'")
    ]


def test_triage_is_followed_into_lists_of_steps_and_patterns() -> None:
    document = {
        "question": [{"id": "q", "choice": [{"id": "yes", "steps": ["isolate-pc", "fly"]}]}],
        "result": [{"pattern": "shut", "when": [{"question": "q", "values": ["yes", "no"]}]}],
    }

    problems = {problem.message for problem in lint_triage(document, "triage.toml", KNOWN)}

    assert problems == {"unknown step 'fly'", "unknown pattern 'shut'", "unknown choice 'no'"}
