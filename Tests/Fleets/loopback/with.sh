#!/bin/bash
# Runs a command beside a loopback fleet, whose description MUSTER_FLEET names, and takes the fleet down afterwards.
# usage: with.sh COMMAND…    HOSTS and NODES (of each host) may be set
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d "/tmp/muster-fleet.$(id -u).XXXXXX")
rmdir "$dir"
trap '"$here/down.sh" "$dir"' EXIT
"$here/up.sh" --hosts "${HOSTS:-3}" --nodes "${NODES:-4}" --owner $$ "$dir"
MUSTER_FLEET=$dir/fleet.json "$@"
