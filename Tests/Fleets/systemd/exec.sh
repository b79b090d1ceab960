#!/bin/bash
# Runs a command as root inside a host of a systemd fleet, without SSH.
# usage: exec.sh DIR HOST COMMAND…
set -euo pipefail
leader=$(pgrep -P "$(cat "$1/$2/pid")" | head -1)
shift 2
exec nsenter --target "$leader" --mount --uts --ipc --net --pid -- "$@"
