#!/usr/bin/env bash
# A PostgreSQL server of its own for the tests of the desk: in a temporary folder, on a socket only,
# ended with the command that it was started for.
#
#   tools/postgres.sh COMMAND…   run the command with KAKEKOMI_DESK_DATABASE set
#
# Debian's package is installed if we may; without a server the status is 77 and the reason is told.
set -euo pipefail

skip() {
    echo "skipped: $1" >&2
    exit 77
}

server() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

if [ -z "$(server)" ] || [ ! -x "$(server)/initdb" ]; then
    [ "$(id -u)" = 0 ] || skip "PostgreSQL is not installed: apt install postgresql"
    command -v apt-get >/dev/null || skip "PostgreSQL is not installed"
    # The cluster that Debian would make and start is not wanted.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    (apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q postgresql) \
        >/dev/null 2>&1 || skip "PostgreSQL can't be installed here"
fi

bin=$(server)
folder=$(mktemp -d /tmp/kakekomi-postgres.XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    chown postgres "$folder"
    as=(setpriv --reuid postgres --regid postgres --clear-groups)
fi
finish() {
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT

cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -A trust -U kakekomi -E UTF8 --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-c listen_addresses='' -k $folder -c fsync=off" start >/dev/null
"${as[@]}" "$bin/createdb" -h "$folder" -U kakekomi kakekomi
cd - >/dev/null
chmod 755 "$folder"
KAKEKOMI_DESK_DATABASE="postgresql://kakekomi@/kakekomi?host=$folder" "$@"
