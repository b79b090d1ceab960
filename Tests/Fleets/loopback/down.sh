#!/bin/bash
# Ends every process of a loopback fleet and removes its directory; no trace is left, whatever state it was in.
# usage: down.sh DIR…
set -u
for dir in "$@"; do
    dir=$(cd "$dir" 2>/dev/null && pwd) || continue
    # Refuses what no up.sh made.
    [ -f "$dir/host_keys" ] || [ -f "$dir/id" ] || [ -z "$(ls -A "$dir")" ] || { echo "down.sh: $dir is no fleet" >&2; exit 2; }
    for _ in 1 2 3; do
        left=0
        for process in /proc/[0-9]*; do
            # Each process of a fleet carries its directory in its environment; the hosts' inits take the rest along.
            if grep -qzxF "MUSTER_FLEET_DIR=$dir" "$process/environ" 2>/dev/null && [ "${process#/proc/}" != $$ ]; then
                kill -KILL "${process#/proc/}" 2>/dev/null && left=1
            fi
        done
        [ $left = 0 ] && break
        sleep 0.1
    done
    rm -rf "$dir"
done
