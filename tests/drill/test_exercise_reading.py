"""An exercise that was zipped comes back whole, and anything else is told for what it is."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import exercise_reading
from kakekomi.drill.answer_sheet import unseal
from kakekomi.drill.exercise import drill_id, write_exercise
from kakekomi.drill.exercise_reading import Exercise, MaterialKind, RollLine, read_exercise
from kakekomi.facts.errors import ParseError
from kakekomi.packs.model import Language


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("drill") / "drill"
    write_exercise(made, 7, Language.JA)
    return made


def pack(folder: Path, *, inside: str = "", without: str = "", head: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and name != without:
                data = head if head and name == "drill.json" else path.read_bytes()
                archive.writestr(f"{inside}{name}", data)
    return out.getvalue()


@pytest.mark.parametrize("inside", ["", "kakekomi-drill/", "a/b/"])
def test_it_is_read_from_whatever_folder_it_lies_in(folder: Path, inside: str) -> None:
    exercise: Exercise = read_exercise(pack(folder, inside=inside))

    assert (exercise.head.id, len(exercise.roll)) == (drill_id(7), 7)
    assert exercise.roll[3] == RollLine(
        name="高橋 美咲", address="takahashi@midori-shokai.example", role="employee", pc="MIDORI-04"
    )
    assert unseal(exercise.answers).drill == drill_id(7)
    for kind in MaterialKind:
        there = {path.name: path.read_bytes() for path in (folder / kind).iterdir()}
        assert {one.name: one.data for one in exercise.materials if one.kind is kind} == there


@pytest.mark.parametrize("missing", ["drill.json", "answers.sealed"])
def test_half_an_exercise_is_none(folder: Path, missing: str) -> None:
    with pytest.raises(ParseError):
        read_exercise(pack(folder, without=missing))


def test_answers_of_another_exercise_are_refused(folder: Path) -> None:
    with pytest.raises(ParseError, match="not of 'drill-other'"):
        read_exercise(pack(folder, head=b'{"id": "drill-other"}'))


@pytest.mark.parametrize("head", [b"{}", b"\xff", b'{"id": "x", "is_drill": false}', b"[" * 9000])
def test_a_damaged_head_is_told(folder: Path, head: bytes) -> None:
    with pytest.raises(ParseError):
        read_exercise(pack(folder, head=head))


def test_an_id_that_no_exercise_has_is_told(folder: Path) -> None:
    with pytest.raises(ParseError, match="more than 40 letters"):
        read_exercise(pack(folder, head=b'{"id": "%s"}' % (b"x" * 41)))


def test_a_roll_of_a_whole_town_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercise_reading, "MAX_PEOPLE", 6)

    with pytest.raises(ParseError, match="more than 6 people"):
        read_exercise(pack(folder))


def test_a_cut_archive_is_told(folder: Path) -> None:
    whole = pack(folder)

    with pytest.raises(ParseError):
        read_exercise(whole[: len(whole) // 2])


@given(st.binary(max_size=2_000))
def test_any_bytes_are_an_exercise_or_a_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        read_exercise(data)
