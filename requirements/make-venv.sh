#!/bin/sh
# Make the virtual environment $2 with the Python $1, or say in one clear step what is missing.
# Debian ships Python without the module that makes environments; that is the one system package.
set -u
python=$1
venv=$2
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Kakekomi needs Python 3.11 or newer as '$python'. On Debian: apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    step="apt-get install -y --no-install-recommends python3-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Python's venv module is missing; installing it: $step"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $step; } >/dev/null || exit 1
    else
        echo "Python's venv module is missing. Run this once, then repeat the command:" >&2
        echo "    sudo $step" >&2
        exit 1
    fi
fi
exec "$python" -m venv "$venv"
