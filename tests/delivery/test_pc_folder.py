import zipfile
from pathlib import Path

import pytest
from tools.pc_folder import COMMAND, build, settle, size_of

from kakekomi.cli.pc_settings import PcSettings, read_settings
from kakekomi.packs.keys import keygen


def make_parts(folder: Path) -> Path:
    """A Windows Python in miniature: what is taken along and what is not."""
    for path in (
        *("python.exe", "python311.dll", "python3.dll", "vcruntime140.dll", "vcruntime140_1.dll"),
        *("msvcp140.dll", "DLLs/_ssl.pyd", "DLLs/_tkinter.pyd"),
        *("Lib/os.py", "Lib/encodings/__init__.py", "Lib/idlelib/x.py", "Lib/test/y.py"),
        *("Lib/site-packages/msgspec/__init__.py", "Lib/site-packages/msgspec/_core.pyd"),
        *("Lib/site-packages/msgspec/_core.c", "Lib/site-packages/construct/__init__.py"),
        *("Lib/site-packages/rich/__init__.py", "Lib/site-packages/pytest/__init__.py"),
        *("Lib/site-packages/msgspec-1.dist-info/LICENSE",),
        *("Lib/site-packages/pytest-1.dist-info/LICENSE",),
    ):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pc")
    build(make_parts(folder / "parts"), folder / "out")
    return folder / "out"


def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_python_and_packages_are_taken_along_compiled_and_only_those_that_a_pc_needs(
    built: Path,
) -> None:
    program = built / "program"

    assert names(program / "python311.zip") == {"os.pyc", "encodings/__init__.pyc"}
    assert names(program / "packages.zip") == {"construct/__init__.pyc"}
    packages = {str(one.relative_to(program / "packages")) for one in program.rglob("msgspec/*")}
    assert packages == {"msgspec/__init__.pyc", "msgspec/_core.pyd"}
    assert [one.name for one in (program / "DLLs").iterdir()] == ["_ssl.pyd"]
    assert sorted(one.name for one in program.glob("*.dll")) == [
        *("python3.dll", "python311.dll", "vcruntime140.dll", "vcruntime140_1.dll")
    ]


def test_the_program_has_its_knowledge_and_none_of_the_desk(built: Path) -> None:
    found = names(built / "program" / "kakekomi.pyz")

    assert {"kakekomi/cli/pc_folder.pyc", "kakekomi/packs/emotet/pack.toml"} <= found
    assert "kakekomi/cli/words/ja.toml" in found
    assert {name.split("/")[1] for name in found}.isdisjoint({"desk", "drill"})
    assert [name for name in found if name.endswith(".py") or "__pycache__" in name] == []


def test_the_command_can_be_read_in_every_code_page(built: Path) -> None:
    data = (built / "kakekomi-pc.cmd").read_bytes()

    assert data.isascii()
    assert data == COMMAND.replace("\n", "\r\n").encode()
    assert (built / "README.txt").read_bytes().startswith(b"\xef\xbb\xbf")


def test_licences_of_all_that_is_taken_along_are_there(built: Path) -> None:
    assert sorted(one.name for one in (built / "program" / "licences").iterdir()) == [
        "kakekomi-LICENSE.txt",
        "msgspec-LICENSE",
    ]


def test_settings_are_signed_and_verify_in_the_folder(built: Path, tmp_path: Path) -> None:
    key = keygen(tmp_path / "desk")[0]
    settings = tmp_path / "kakekomi-pc.json"
    settings.write_text('{"results": "\\\\\\\\server\\\\kakekomi"}')

    settle(built, settings, key)

    assert read_settings(built, built / "program") == PcSettings(results="\\\\server\\kakekomi")


def test_a_size_is_that_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(bytes(7))
    (tmp_path / "c").write_bytes(bytes(5))

    assert size_of(tmp_path) == 12
