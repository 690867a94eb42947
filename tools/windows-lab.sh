#!/usr/bin/env bash
# A Windows to test on: Wine, a real 64-bit Windows CPython, and the project's locked wheels for
# Windows, all below .windows-lab/ (about 1 GB). Running it again does only what is missing.
#
#   tools/windows-lab.sh setup           build it
#   tools/windows-lab.sh test [ARG …]    run tests/windows with pytest there
#   tools/windows-lab.sh run ARG …       run Windows' Python there with the project's code
#   tools/windows-lab.sh pc-parts        build only the Python and wheels of the PC folder; no Wine
#   tools/windows-lab.sh down            end everything that still runs in it, nothing else
#
# Exit status 77: Wine is not there and cannot be installed; the reason is printed.
# Only drive C: exists in it: the disk of this machine cannot be reached by what is tested.
set -euo pipefail

ROOT=$(cd "$(dirname "$0")/.." && pwd)
PARTS=$ROOT/tools/windows_lab
LAB=${WINDOWS_LAB:-$ROOT/.windows-lab}
HOST_PYTHON=$ROOT/.venv/bin/python
DRIVE=$LAB/prefix/drive_c
PYTHON=$DRIVE/Python311
WINE=/usr/lib/wine/wine64
SERVER=/usr/lib/wine/wineserver64
SERIAL=6C1FA312 # of drive C:, as in the drill's plans
GCC=x86_64-w64-mingw32-gcc-posix
COMPILER="gcc-mingw-w64-x86-64-posix mingw-w64-x86-64-dev unzip"
PACKAGES="wine wine64 $COMPILER"

export WINEPREFIX=$LAB/prefix WINEARCH=win64 WINEDEBUG=${WINEDEBUG:--all}
# A program that fails ends, and is not held by a debugger.
export WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe="
export PYTHONHOME='C:\Python311' PYTHONUTF8=1 PYTHONPYCACHEPREFIX='C:\pycache'
unset PYTHONDONTWRITEBYTECODE PYTHONPATH VIRTUAL_ENV

say() { echo "windows-lab: $*" >&2; }
skip() { say "skipped: $*"; exit 77; }

here() { # Python of this machine, which must not take Windows' paths for its own
    env -u PYTHONHOME -u PYTHONPYCACHEPREFIX "$HOST_PYTHON" "$@"
}

install_packages() { # packages
    local missing=() package
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    local step="apt-get install -y --no-install-recommends ${missing[*]}"
    command -v apt-get >/dev/null 2>&1 || skip "${missing[*]} missing, and this system has no apt-get"
    [ "$(id -u)" = 0 ] || skip "${missing[*]} missing. Run this once: sudo $step"
    say "$step"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $step; } >"$LAB/apt.log" 2>&1 ||
        skip "apt-get could not install ${missing[*]}; see $LAB/apt.log"
}

make_prefix() {
    [ -f "$LAB/.prefix" ] && return
    say "making an empty Windows"
    rm -rf "$WINEPREFIX"
    timeout 300 "$WINE" wineboot -i >/dev/null 2>&1 </dev/null
    # Python 3.11 wants Windows 8.1; without a screen no window may open.
    timeout 60 "$WINE" winecfg -v win10 >/dev/null 2>&1 </dev/null || true
    timeout 60 "$WINE" reg add 'HKCU\Software\Wine\Drivers' /v Graphics /d null /f >/dev/null 2>&1 </dev/null
    "$SERVER" -k || true
    "$SERVER" -w
    # Wine points Documents, Downloads … at the home folder of this machine, and Z: at its root.
    find "$DRIVE/users" -type l | while read -r link; do rm -f "$link" && mkdir "$link"; done
    rm -f "$WINEPREFIX/dosdevices/z:"
    printf '%s' "$SERIAL" >"$DRIVE/.windows-serial"
    touch "$LAB/.prefix"
}

download() { # requirements file, folder
    here -m pip --disable-pip-version-check -qq download --no-deps \
        --require-hashes --only-binary=:all: --platform win_amd64 --python-version 3.11 \
        --implementation cp --abi cp311 --abi abi3 --abi none -r "$1" -d "$2"
}

standard_library() { # the part of it that is plain Python, from any Python 3.11
    local one
    for one in "$(here -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
        /usr/local/lib/python3.11 /usr/lib/python3.11; do
        [ -f "$one/asyncio/windows_events.py" ] && case $one in *3.11*) echo "$one"; return;; esac
    done
    skip "no standard library of Python 3.11 found; apt-get install libpython3.11-stdlib"
}

build() { "$GCC" -O2 -s -static "$@"; }

make_python() {
    [ -f "$LAB/.python" ] && return
    say "making a Windows Python"
    download "$PARTS/python.lock" "$LAB/python-wheels"
    rm -rf "$PYTHON" "$LAB/unpacked"
    mkdir -p "$PYTHON/DLLs" "$PYTHON/Lib/site-packages" "$LAB/unpacked" "$LAB/build"
    unzip -qo "$LAB"/python-wheels/panda3d-*.whl 'deploy_libs/*' -d "$LAB/unpacked"
    unzip -qoj "$LAB"/python-wheels/msvc_runtime-*.whl '*.dll' -d "$LAB/unpacked/runtime"
    local from=$LAB/unpacked/deploy_libs file
    mv "$from/python311.dll" "$PYTHON/"
    for file in "$LAB"/unpacked/runtime/*; do
        cp "$file" "$PYTHON/$(basename "$file" | tr '[:upper:]' '[:lower:]')"
    done
    mv "$from"/*.pyd "$from"/{libffi-8,libcrypto-3,libssl-3,sqlite3}.dll "$PYTHON/DLLs/"
    rm -rf "$LAB/unpacked"
    tar -C "$(standard_library)" --exclude=site-packages --exclude=dist-packages --exclude=test \
        --exclude=lib-dynload --exclude=__pycache__ --exclude='config-3.11*' --exclude='*.so' \
        --exclude='_sysconfigdata*' --exclude=sitecustomize.py --exclude=EXTERNALLY-MANAGED \
        -cf - . | tar -C "$PYTHON/Lib" -xf -
    (cd "$PARTS" && x86_64-w64-mingw32-windres python.rc -O coff -o "$LAB/build/python.o")
    build -municode -o "$PYTHON/python.exe" "$PARTS/python.c" "$LAB/build/python.o"
    build -shared -o "$PYTHON/bcryptprimitives.dll" "$PARTS/bcryptprimitives.c" -ladvapi32
    stable_abi
    touch "$LAB/.python"
}

stable_abi() { # python3.dll, which extension modules for any Python ask for: each name sent on
    {
        printf 'LIBRARY python3.dll\nEXPORTS\n'
        x86_64-w64-mingw32-objdump -p "$PYTHON/python311.dll" |
            awk '/Ordinal\/Name Pointer\] Table/ {on=1; next} on && !NF {on=0} on {print $NF "=python311." $NF}'
    } >"$LAB/build/python3.def"
    build -shared -nostdlib -e DllMain -o "$PYTHON/python3.dll" "$PARTS/empty.c" "$LAB/build/python3.def"
}

install_wheels() { # requirements
    local lock=$LAB/wheels.lock
    here "$PARTS/windows_lock.py" "$ROOT/requirements/dev.lock" "$@" >"$lock.new"
    cmp -s "$lock.new" "$lock" && return
    say "installing the project's locked wheels"
    rm -rf "$LAB/wheels" "$PYTHON/Lib/site-packages"
    download "$lock.new" "$LAB/wheels"
    mkdir -p "$PYTHON/Lib/site-packages"
    local wheel
    for wheel in "$LAB"/wheels/*.whl; do unzip -qo "$wheel" -d "$PYTHON/Lib/site-packages"; done
    echo 'C:\kakekomi\src' >"$PYTHON/Lib/site-packages/kakekomi.pth"
    mv "$lock.new" "$lock"
}

build_if_newer() { # source, target, options
    local source=$1 target=$2
    shift 2
    [ "$target" -nt "$source" ] || build "$@" -o "$target" "$source"
}

build_programs() {
    local stubs=$ROOT/tests/windows/stubs
    mkdir -p "$DRIVE/stubs"
    build_if_newer "$PARTS/hold.c" "$DRIVE/windows-lab-hold.exe" -mwindows
    build_if_newer "$stubs/sleeper.c" "$DRIVE/stubs/sleeper.exe" -mwindows
    build_if_newer "$stubs/holder.c" "$DRIVE/stubs/holder.exe" -mwindows
    build_if_newer "$stubs/payload.c" "$DRIVE/stubs/payload.dll" -shared
    build_if_newer "$stubs/service.c" "$DRIVE/stubs/service.exe" -mwindows
    build_if_newer "$stubs/mpcmdrun.c" "$DRIVE/stubs/mpcmdrun.exe"
}

setup() {
    mkdir -p "$LAB"
    [ -x "$HOST_PYTHON" ] || { say "no .venv yet: make test"; exit 1; }
    # shellcheck disable=SC2086
    install_packages $PACKAGES
    make_prefix
    make_python
    install_wheels 'kakekomi[pc]' pytest hypothesis pytest-randomly pytest-socket
    build_programs
}

pc_parts() {
    mkdir -p "$LAB"
    [ -x "$HOST_PYTHON" ] || { say "no .venv yet: make test"; exit 1; }
    # shellcheck disable=SC2086
    install_packages $COMPILER
    make_python
    install_wheels 'kakekomi[pc]'
    [ -f "$LAB/.lighter" ] && [ "$LAB/.lighter" -nt "$LAB/wheels.lock" ] && return
    download "$PARTS/pc-folder.lock" "$LAB/lighter"
    rm -rf "$PYTHON"/Lib/site-packages/{typer,pydantic,pydantic_core,typing_inspection,annotated_types}*
    local wheel
    for wheel in "$LAB"/lighter/*.whl; do unzip -qo "$wheel" -d "$PYTHON/Lib/site-packages"; done
    touch "$LAB/.lighter"
}

hold() { # one idle program keeps Wine's services up: Python then starts in 0.1 s instead of 1.3 s
    # Whatever runs first hands its pipes to Wine's services, so it must have none.
    local pid
    pid=$(cat "$LAB/hold.pid" 2>/dev/null || true)
    [ -n "$pid" ] && grep -qa windows-lab-hold "/proc/$pid/cmdline" 2>/dev/null && return
    setsid "$WINE" "$DRIVE/windows-lab-hold.exe" </dev/null >/dev/null 2>&1 &
    echo $! >"$LAB/hold.pid"
    timeout 60 "$WINE" cmd /c ver </dev/null >/dev/null 2>&1 || true
}

copy_project() {
    rm -rf "$DRIVE/kakekomi"
    mkdir -p "$DRIVE/kakekomi"
    tar -C "$ROOT" --exclude=__pycache__ -cf - src tests pyproject.toml | tar -C "$DRIVE/kakekomi" -xf -
    cp "$PARTS/pytest.ini" "$DRIVE/kakekomi/"
}

build_pc_folder() { # as it goes to PCs, and what Wine lacks of Windows put beside it
    local parts
    parts=$(WINDOWS_LAB=$LAB/pc "$0" pc-parts)
    here "$ROOT/tools/pc_folder.py" "$parts" "$DRIVE/pc-folder" >&2
    cp "$PYTHON/bcryptprimitives.dll" "$DRIVE/pc-folder/program/"
}

run() { # a regular file as a standard stream would end Python at once under Wine: pipes instead
    cd "$DRIVE/kakekomi"
    exec 3>&1 4>&2
    local status=0
    { { cat | "$WINE" "$PYTHON/python.exe" "$@" 2>&1 1>&5 | cat >&4; } 5>&1 | cat >&3; } || status=$?
    return "$status"
}

down() { "$SERVER" -k 2>/dev/null || true; }

main() {
    local what=${1:-setup}
    shift || true
    case $what in
        setup) setup ;;
        pc-parts) pc_parts && echo "$PYTHON" ;;
        test)
            setup
            build_pc_folder
            copy_project
            hold
            trap down EXIT
            run -m pytest tests/windows "$@" </dev/null
            ;;
        run)
            setup
            copy_project
            hold
            run "$@"
            ;;
        down) down ;;
        *) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
}

main "$@"
