#!/bin/bash
# Runs a command beside the systemd fleet, whose description MUSTER_FLEET names, and takes the fleet down afterwards.
# Where hosts cannot be booted the command runs without a fleet, so that its tests are counted as skipped; with CI=true
# that is an error.
# usage: with.sh COMMAND…    ROLES may be set
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
why=
[ "$(id -u)" = 0 ] || why="not root"
for program in systemd-nspawn debootstrap ip; do
    command -v $program >/dev/null || why="no $program"
done
if [ -n "$why" ]; then
    echo "systemd fleet: SKIPPED, $why" >&2
    [ "${CI:-}" != true ] || exit 1
    exec "$@"
fi
dir=$(mktemp -d "/tmp/muster-systemd.XXXXXX")
rmdir "$dir"
trap '"$here/down.sh" "$dir"' EXIT
"$here/up.sh" --owner $$ ${ROLES:+--roles "$ROLES"} "$dir"
MUSTER_FLEET=$dir/fleet.json "$@"
