from pathlib import Path

import msgspec
import pytest

from kakekomi.drill.answer_sheet import unseal
from kakekomi.drill.drill_log import DrillLog, read_log
from kakekomi.drill.exercise import DrillHead, write_exercise
from kakekomi.facts import snapshot
from kakekomi.facts.errors import ConfigurationError
from kakekomi.judge.engine import judge
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language

PACK = load_embedded()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_exercise(tmp_path / "drill", 7, Language.JA, content_scanner(PACK))
    return tmp_path / "drill"


def test_everything_that_the_readme_names_is_there(folder: Path) -> None:
    names = {path.relative_to(folder).parts[0] for path in folder.rglob("*")}

    assert names == {
        "README.txt", "drill.json", "organization.csv", "received", "archive", "reported",
        "pcs", "log.json", "answers.sealed",
    }  # fmt: skip
    readme = (folder / "README.txt").read_text("utf-8")
    assert [
        name for name in ("received/", "archive/", "pcs/", "log.json") if name not in readme
    ] == []


def test_the_checks_find_what_the_answers_say(folder: Path) -> None:
    sheet = unseal((folder / "answers.sealed").read_bytes())
    stored = [
        facts
        for path in sorted((folder / "pcs").iterdir())
        for facts in snapshot.read(path.read_bytes())
    ]

    verdicts = {one.subject: one.verdict for one in judge(stored, PACK)}

    assert {name for name, verdict in verdicts.items() if verdict == "nothing_found"} == set(
        sheet.clean
    )
    assert {
        name for name, verdict in verdicts.items() if verdict in {"detected", "suspicious"}
    } == (set(sheet.detected))


def test_every_step_of_the_answers_is_one_of_the_playbook(folder: Path) -> None:
    sheet = unseal((folder / "answers.sealed").read_bytes())
    steps = {step.id for step in PACK.steps}

    named = {step for one in sheet.expected for step in (one.step, *one.before)}
    assert named - steps == set()


def test_head_and_empty_log_bear_the_same_id_and_say_that_it_is_a_drill(folder: Path) -> None:
    head = msgspec.json.decode((folder / "drill.json").read_bytes(), type=DrillHead)

    assert head == DrillHead(id="drill-00000007")
    assert head.is_drill
    assert read_log((folder / "log.json").read_bytes()) == DrillLog(drill=head.id)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")

    with pytest.raises(ConfigurationError, match="not empty"):
        write_exercise(tmp_path, 7, Language.EN)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_equal_numbers_give_equal_exercises(tmp_path: Path, folder: Path) -> None:
    write_exercise(tmp_path / "again", 7, Language.JA, content_scanner(PACK))

    def contents(place: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(place)): path.read_bytes()
            for path in place.rglob("*")
            if path.is_file() and path.suffix not in {".snapshot", ".eml"}
        }

    assert contents(tmp_path / "again") == contents(folder)
