from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from cli.command import PLAIN_MAIL
from kakekomi.check.judging import PackChoice
from kakekomi.desk.checks.crew import choice_of, uploads
from kakekomi.desk.checks.service import check_upload
from kakekomi.desk.house import knowledge
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.load import load_embedded, load_files
from kakekomi.packs.model import Pack


def make_newer(version: str) -> Pack:
    files = load_embedded().files
    contents = {name: files.read(name) for name in files.names()}
    contents["pack.toml"] = contents["pack.toml"].replace(
        f'"{load_embedded().version}"'.encode(), f'"{version}"'.encode()
    )
    return load_files(MemoryFiles(contents))


@pytest.fixture
def _newer() -> Iterator[None]:
    newer = make_newer("2030.1.1")
    knowledge.sources.insert(0, lambda: newer)
    yield
    knowledge.sources.pop(0)


def test_the_programs_own_pack_needs_no_folder() -> None:
    assert choice_of(load_embedded()) == PackChoice()


def test_a_loaded_pack_is_written_once_and_found_again() -> None:
    pack = make_newer("2030.2.2")

    first, second = choice_of(pack), choice_of(pack)

    assert first == second
    assert first.path is not None
    assert first.path.endswith("packs/emotet-2030.2.2")


@pytest.mark.django_db
@pytest.mark.usefixtures("_newer")
def test_uploads_are_judged_by_the_pack_that_the_desk_works_by() -> None:
    check = check_upload(PLAIN_MAIL, "a.eml")

    assert check.current.pack_version == "2030.1.1"


def test_processes_are_kept_while_the_pack_stays() -> None:
    own, other = load_embedded(), replace(load_embedded(), version="2030.1.1")

    assert uploads(own) is uploads(own)
    assert uploads(own) is not uploads(other)
