#!/bin/bash
# Ends loopback fleets and removes their directories; no trace is left, whatever state they were in.
# usage: down.sh DIR… | --orphans | --all
# Orphans are fleets whose owner has ended; --orphans and --all look where with.sh and demo.sh make theirs.
set -u
unset MUSTER_FLEET_DIR
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=Tests/Fleets/end-processes.sh
. "$here/../end-processes.sh"
fleets=("$@")
case ${1:?usage: down.sh DIR… | --orphans | --all} in
    --orphans | --all)
        fleets=()
        for dir in /tmp/muster-fleet."$(id -u)".*; do
            owner=$(cat "$dir/owner" 2>/dev/null)
            if [ "$1" = --all ] || { [ -n "$owner" ] && ! is_running "$owner"; }; then fleets+=("$dir"); fi
        done
        ;;
esac
for dir in "${fleets[@]}"; do
    dir=$(cd "$dir" 2>/dev/null && pwd) || continue
    [ -f "$dir/id" ] || [ -z "$(ls -A "$dir")" ] || { echo "down.sh: $dir is no fleet" >&2; exit 2; }
    end_processes "$dir"
    rm -rf "$dir"
done
