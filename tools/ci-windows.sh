#!/usr/bin/env bash
# The tests on Windows as continuous integration runs them: install Wine and a compiler if that is
# possible here, else print why not and end with 77, which means "skipped".
#
#   tools/ci-windows.sh [LIMIT]     LIMIT in seconds for everything; 1800 unless told,
#                                   since it runs beside all other tests
set -uo pipefail
cd "$(dirname "$0")/.."

limit=${1:-1800}
started=$SECONDS
timeout --kill-after=30 "$limit" tools/windows-lab.sh test -p no:cacheprovider
status=$?
tools/windows-lab.sh down >/dev/null 2>&1 || true
case $status in
    0) echo "ci-windows: passed in $((SECONDS - started)) s" ;;
    77) echo "ci-windows: skipped; the reason stands above" ;;
    124 | 137) echo "ci-windows: not done within $limit s" ;;
    *) echo "ci-windows: failed with status $status after $((SECONDS - started)) s" ;;
esac
exit "$status"
