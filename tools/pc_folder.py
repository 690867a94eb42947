r"""Build the folder that PCs are checked from: copy it to a USB stick or a share, double-click.

    pc_folder.py PARTS OUT [--settings FILE --key FILE]

``PARTS`` is a Windows Python with the wheels unpacked in it, as ``tools/windows-lab.sh python``
makes it; ``OUT`` is written anew::

    kakekomi-pc.cmd             what is double-clicked; ASCII, so that every code page can read it
    README.txt                  what to do, in Japanese and English
    kakekomi-pc.json, .sig      where results go (--settings, signed with --key)
    program\python.exe …        Windows' Python, which reads nothing of the PC it runs on
    program\python311.zip       its standard library, compiled
    program\kakekomi.pyz        this project, compiled, with the knowledge pack
    program\packages.zip        packages of plain Python, compiled
    program\packages\           packages with DLLs
    program\keys\               keys that may sign settings
    program\licences\           of everything in it

Only what a PC needs is taken along: no web server, no numpy, no terminal colours.
"""

import argparse
import compileall
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kakekomi.cli.pc_settings import KEYS, SETTINGS, SIGNATURE, sign_settings
from kakekomi.packs.keys import PUBLIC_SUFFIX, PublicKey, read_private_key

SOURCE: Final = Path(__file__).parents[1] / "src" / "kakekomi"
TEXTS: Final = Path(__file__).parent / "pc_folder_texts"
MAX_FOLDER_BYTES: Final = 60_000_000
"""60 MB: what the smallest stick and the slowest share bear."""

LIBRARY_LEFT_OUT: Final = frozenset(
    (
        *("site-packages", "test", "idlelib", "lib2to3", "tkinter", "turtledemo", "ensurepip"),
        *("distutils", "pydoc_data", "unittest", "venv", "wsgiref", "xmlrpc", "dbm", "curses"),
        *("sqlite3/test", "turtle.py", "pydoc.py", "doctest.py", "__pycache__", "msilib"),
        *("aifc.py", "antigravity.py", "asyncio", "audioop.py", "cProfile.py", "cgi.py"),
        *("cgitb.py", "chunk.py", "crypt.py", "filecmp.py", "ftplib.py"),
        *("imghdr.py", "mailcap.py", "modulefinder.py", "nntplib.py", "pickletools.py"),
        *("plistlib.py", "poplib.py", "profile.py", "pstats.py", "pyclbr.py", "rlcompleter.py"),
        *("sched.py", "smtpd.py", "sndhdr.py", "sunau.py", "symtable.py", "tabnanny.py"),
        *("telnetlib.py", "this.py", "trace.py", "uu.py", "wave.py", "xdrlib.py"),
        *("zipapp.py", "asynchat.py", "asyncore.py", "smtplib.py", "tracemalloc.py"),
        *("_osx_support.py", "_pyio.py", "fileinput.py", "imp.py", "netrc.py", "pipes.py"),
        *("shelve.py", "timeit.py"),
    )
)
DLLS_LEFT_OUT: Final = frozenset(
    (
        "_tkinter.pyd",
        "_msi.pyd",
        "winsound.pyd",
        "_asyncio.pyd",
        "_overlapped.pyd",
        "_zoneinfo.pyd",
        "_decimal.pyd",
    )
)
PACKAGES_LEFT_OUT: Final = frozenset(
    (
        *("pygments", "rich", "markdown_it", "mdurl", "psutil", "pytest", "_pytest", "hypothesis"),
        *(
            "pluggy",
            "iniconfig",
            "sortedcontainers",
            "pytest_randomly",
            "pytest_socket",
            "packaging",
        ),
        *("colorama", "cffi", "pycparser", "bin", "py.py", "_hypothesis_pytestplugin.py"),
        *("_hypothesis_ftz_detector.py", "_hypothesis_globals.py"),
    )
)
PARTS_LEFT_OUT: Final = frozenset(("regipy/plugins",))
"""Of packages: what nothing here imports."""
DATA_LEFT_OUT: Final = (".pyi", ".c", ".h", ".pxd", ".lib", ".typed", ".cpp", ".md", ".rst")
PROJECT_LEFT_OUT: Final = frozenset(("drill", "desk", "notice", "__pycache__"))
RUNTIME: Final = ("vcruntime140.dll", "vcruntime140_1.dll")
PATHS: Final = "python311.zip\nkakekomi.pyz\npackages.zip\npackages\nDLLs\n"
"""With this file beside it Python takes its modules from here only, and no variable is read."""
COMMAND: Final = """@echo off
setlocal
set "KAKEKOMI_PC_FOLDER=%~dp0"
set "PYTHONPYCACHEPREFIX="
"%~dp0program\\python.exe" -B -m kakekomi.cli.pc_folder %*
set KAKEKOMI_STATUS=%ERRORLEVEL%
if "%~1"=="" pause
exit /b %KAKEKOMI_STATUS%
"""


def build(parts: Path, out: Path) -> None:
    """Everything but the settings."""
    shutil.rmtree(out, ignore_errors=True)
    program = out / "program"
    (program / "DLLs").mkdir(parents=True)
    (program / KEYS).mkdir()
    for name in ("python.exe", "python311.dll", "python3.dll", *RUNTIME):
        shutil.copy(parts / name, program / name)
    for file in sorted((parts / "DLLs").iterdir()):
        if file.name not in DLLS_LEFT_OUT:
            shutil.copy(file, program / "DLLs" / file.name)
    (program / "python311._pth").write_text(PATHS, "ascii", newline="\r\n")
    library = parts / "Lib"
    _zip(library, program / "python311.zip", lambda path: path not in LIBRARY_LEFT_OUT)
    _packages(library / "site-packages", program)
    _zip(SOURCE, program / "kakekomi.pyz", _is_for_pcs, below="kakekomi")
    _licences(library / "site-packages", program / "licences")
    (out / "kakekomi-pc.cmd").write_text(COMMAND, "ascii", newline="\r\n")
    text = (TEXTS / "README.txt").read_text("utf-8")
    (out / "README.txt").write_text(text, "utf-8-sig", newline="\r\n")


def _is_for_pcs(path: str) -> bool:
    return path.partition("/")[0] not in PROJECT_LEFT_OUT and "__pycache__" not in path


def _packages(site: Path, program: Path) -> None:
    """Packages with DLLs as they are, the others in one archive."""
    plain = program.parent / "plain"
    for entry in sorted(site.iterdir()):
        if entry.name in PACKAGES_LEFT_OUT or entry.name.endswith((".dist-info", ".data", ".pth")):
            continue
        is_binary = entry.suffix == ".pyd" or any(entry.rglob("*.pyd"))
        to = (program / "packages" if is_binary else plain) / entry.name
        to.parent.mkdir(exist_ok=True)
        if entry.is_dir():
            shutil.copytree(entry, to, ignore=shutil.ignore_patterns("__pycache__", "zoneinfo"))
        else:
            shutil.copy(entry, to)
    _zip(plain, program / "packages.zip", lambda path: path not in PARTS_LEFT_OUT)
    shutil.rmtree(plain)
    _compile_in_place(program / "packages")


def _compile_in_place(folder: Path) -> None:
    _compile(folder)
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".py" or file.name.endswith(DATA_LEFT_OUT):
            file.unlink()


def _compile(folder: Path) -> None:
    """Without the docstrings, which nobody reads there."""
    if not compileall.compile_dir(folder, quiet=2, legacy=True, optimize=2, force=True):
        raise SystemExit(f"{folder}: a module can't be compiled")


def _zip(folder: Path, target: Path, keeps: Callable[[str], bool], *, below: str = "") -> None:
    """Compiled modules and data; paths that ``keeps`` refuses, or lie below such, are left out."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / below if below else Path(name) / "."
        for file, path in _chosen(folder, keeps):
            to = copy / path
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, to)
        _compile(Path(name))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for file in sorted(Path(name).rglob("*")):
                if (
                    file.is_file()
                    and file.suffix != ".py"
                    and not file.name.endswith(DATA_LEFT_OUT)
                ):
                    info = zipfile.ZipInfo(file.relative_to(name).as_posix())
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, file.read_bytes(), compresslevel=9)


def _chosen(folder: Path, keeps: Callable[[str], bool]) -> Iterator[tuple[Path, str]]:
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        above = [path, *(parent.as_posix() for parent in Path(path).parents)]
        if file.is_file() and all(keeps(one) for one in above if one != "."):
            yield file, path


def _licences(site: Path, to: Path) -> None:
    to.mkdir()
    shutil.copy(SOURCE.parents[1] / "LICENSE", to / "kakekomi-LICENSE.txt")
    for info in sorted(site.glob("*.dist-info")):
        name = info.name.partition("-")[0]
        if name.lower() in PACKAGES_LEFT_OUT:
            continue
        for file in sorted(info.rglob("*")):
            if file.is_file() and file.name.lower().startswith(("licen", "copying", "notice")):
                shutil.copy(file, to / f"{name}-{file.name}")


def settle(out: Path, settings: Path, key_file: Path) -> None:
    """Put signed settings in, with the key that they are verified by."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  only to sign

    key, data = read_private_key(key_file), settings.read_bytes()
    (out / SETTINGS).write_bytes(data)
    (out / SIGNATURE).write_bytes(sign_settings(data, key))
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    name = PublicKey(key.public_key().public_bytes_raw()).id
    (out / "program" / KEYS / f"{name}{PUBLIC_SUFFIX}").write_bytes(public)


def size_of(folder: Path) -> int:
    """In bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--key", type=Path)
    given = parser.parse_args()
    build(given.parts, given.out)
    if given.settings:
        settle(given.out, given.settings, given.key)
    size = size_of(given.out)
    sys.stdout.write(f"{given.out}: {size / 1e6:.1f} MB\n")
    if size > MAX_FOLDER_BYTES:
        raise SystemExit(f"larger than {MAX_FOLDER_BYTES} bytes")


if __name__ == "__main__":
    main()
