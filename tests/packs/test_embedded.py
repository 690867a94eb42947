import zipfile
from pathlib import Path

from kakekomi.packs.embedded import HERE, embedded_files, unpacked
from kakekomi.packs.files import FolderFiles
from kakekomi.packs.load import load_embedded, load_files


def make_archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((HERE / "emotet").rglob("*")):
            if file.is_file():
                archive.write(file, f"emotet/{file.relative_to(HERE / 'emotet').as_posix()}")
        archive.writestr("emotet/.hidden", b"x")
    return path


def test_the_pack_is_the_same_from_a_folder_and_from_an_archive(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "a.zip")

    files = unpacked(zipfile.Path(archive, "emotet/"))

    assert files.names() == FolderFiles(HERE / "emotet").names()
    assert files.names("rules/host") == FolderFiles(HERE / "emotet").names("rules/host")
    found, wanted = load_files(files), load_embedded()
    assert (found.rules, found.steps) == (wanted.rules, wanted.steps)


def test_beside_the_program_the_folder_is_read() -> None:
    assert embedded_files("emotet") == FolderFiles(HERE / "emotet")
