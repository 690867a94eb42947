"""Whatever a user can meet is documented. Looked up in the code here, not in the generator."""

import re

import pytest

from docs.pages import PAGES, REFERENCE, ROOT, WRITTEN, commands, leaves, options, read, section
from kakekomi.check.exit_status import ExitStatus
from kakekomi.cli.words import LOCALE_VARIABLES
from kakekomi.facts.gap import What, Why
from kakekomi.facts.schema import TABLES
from kakekomi.facts.sql_functions import ALLOWED
from kakekomi.guide.document import VerdictDocument

PACK = ROOT / "src" / "kakekomi" / "packs" / "emotet"

CAP = re.compile(r"^(_?MAX_[A-Z_]+): Final", re.MULTILINE)
"""Takes ``MAX_PARTS: Final = 5`` at the start of a line; refuses its use."""

VARIABLE = re.compile(r'environ(?:ment)?(?:\.get\(|\[)\s*"([A-Z_]+)"')
"""Takes ``os.environ.get("NO_COLOR")``; refuses ``environment[name]``."""

MACHINE = re.compile(r"/(?:work|root|tmp|home|Users)/\w|[A-Z]:\\work|localhost:\d")
"""Takes ``/home/sato``; refuses ``C:\\Users\\sato`` and ``/mnt/disk``."""

OWN_SAMPLES = "drill"
"""The one room that reads nothing made by strangers."""


def page(name: str) -> str:
    return read(REFERENCE / name)


@pytest.mark.parametrize("path", leaves(), ids=" ".join)
def test_every_command_is_documented_with_all_its_options(path: tuple[str, ...]) -> None:
    words = section(page("cli.md"), f"## kakekomi {' '.join(path)}")

    assert words
    assert {one for one in options(leaves()[path]) if f"`{one}`" not in words} == set()


def test_every_exit_status_is_documented() -> None:
    words = section(page("cli.md"), "## Exit statuses")

    assert [one for one in ExitStatus if f"| `{int(one)}` | " not in words] == []


def test_every_variable_of_the_environment_that_is_read_is_documented() -> None:
    words = section(page("cli.md"), "## Environment")
    source = (ROOT / "src" / "kakekomi" / "cli").glob("*.py")
    names = {name for path in source for name in VARIABLE.findall(read(path))}

    assert names
    assert {name for name in (*names, *LOCALE_VARIABLES) if name not in words} == set()


def test_every_table_is_documented_with_all_its_columns() -> None:
    text = page("tables.md")

    missing = [
        f"{table.TABLE}.{column}"
        for table in TABLES
        for column in table.__struct_fields__
        if f"| `{column}` |" not in section(text, f"## {table.TABLE}")
    ]

    assert missing == []


def test_every_code_of_a_gap_is_documented() -> None:
    text = page("gaps.md")

    assert [what for what in What if f"| `{what}` |" not in section(text, "## What")] == []
    assert [why for why in Why if f"| `{why}` |" not in section(text, "## Why")] == []


def test_every_rule_of_the_pack_is_documented() -> None:
    text = page("rules.md")
    rules = sorted((PACK / "rules").glob("*/*.sql"))

    assert rules
    assert [r.stem for r in rules if f"\n### {r.parent.name}/{r.stem}\n" not in text] == []


def test_every_content_rule_of_the_pack_is_documented() -> None:
    text = page("content-rules.md")
    rules = sorted((PACK / "rules" / "content").glob("*.yar"))

    assert rules
    assert [rule.stem for rule in rules if f"\n## {rule.stem}\n" not in text] == []


@pytest.mark.parametrize(
    ("folder", "name", "heading"),
    [
        ("steps", "steps.md", "## {}"),
        ("patterns", "patterns-and-stages.md", "### {}"),
        ("stages", "patterns-and-stages.md", "### {}"),
    ],
)
def test_every_step_pattern_and_stage_is_documented(folder: str, name: str, heading: str) -> None:
    text = page(name)
    files = sorted((PACK / folder).glob("*.sql"))

    assert files
    assert [f.stem for f in files if f"\n{heading.format(f.stem)}\n" not in text] == []


def test_every_question_that_the_pack_answers_is_listed() -> None:
    text = page("faq.md")
    files = sorted((PACK / "faq").glob("*.ja.md"))

    assert files
    assert [f.name for f in files if f"faq/{f.name}" not in text] == []


def test_every_field_of_the_verdict_is_documented() -> None:
    text = section(page("verdict-json.md"), "## The object")

    assert [f for f in VerdictDocument.__struct_fields__ if f"| `{f}` |" not in text] == []


def test_every_function_that_a_rule_may_call_is_documented() -> None:
    text = page("functions.md")

    assert [one for one in ALLOWED if f"`{one}`" not in text and f"`{one}(" not in text] == []


def test_every_cap_is_documented_with_its_reason() -> None:
    text = page("limits.md")
    source = ROOT / "src" / "kakekomi"
    caps = [
        (path.stem, name)
        for path in sorted(source.rglob("*.py"))
        if OWN_SAMPLES not in path.parts
        for name in CAP.findall(read(path))
    ]

    assert caps
    assert [cap for cap in caps if f"| {cap[0]} | `{cap[1]}` | " not in text] == []
    assert [line for line in text.splitlines() if line.endswith("| – |")] == []


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_that_a_page_gives_exist(page: object) -> None:
    known = leaves()
    unknown = []
    for command in commands(read(page)):  # type: ignore[arg-type]
        path = next((p for p in known if command.words[: len(p)] == p), None)
        is_group = any(p[: len(command.words)] == command.words for p in known)
        given = {word.partition("=")[0] for word in command.words if word.startswith("--")}
        if not is_group and (path is None or given - options(known[path]) - {"--help"}):
            unknown.append(str(command))

    assert unknown == []


def test_every_room_is_in_the_picture_of_how_it_is_built() -> None:
    text = read(ROOT / "docs" / "architecture.md")
    rooms = [path.parent.name for path in (ROOT / "src" / "kakekomi").glob("*/__init__.py")]

    assert rooms
    assert [room for room in rooms if f"\n  {room}/ " not in text] == []


def test_no_page_names_a_place_on_the_machine_it_was_written_on() -> None:
    assert [(page.name, found[0]) for page in PAGES if (found := MACHINE.search(read(page)))] == []
