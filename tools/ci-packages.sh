#!/usr/bin/env bash
# What some tests need beside Python, installed with Debian's package manager if that is possible
# here: a browser and letters for it, Pango for PDF, programs whose archives and reports are
# compared with ours. Without them those tests are skipped and say which program is missing.
set -uo pipefail

packages="chromium fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 p7zip-full lhasa clamav"

missing=()
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0
step="apt-get install -y --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "ci-packages: some tests will be skipped; they need: sudo $step"
    exit 0
fi
echo "ci-packages: $step"
{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive $step; } >/dev/null 2>&1 ||
    echo "ci-packages: that failed; the tests that need them will be skipped"
