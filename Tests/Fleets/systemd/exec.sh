#!/bin/bash
# Runs a command as root inside a host of a systemd fleet, without SSH.
# usage: exec.sh DIR HOST COMMAND…
set -euo pipefail
pid=$(<"$1/$2/pid")
leader=$(<"/proc/$pid/task/$pid/children")
shift 2
exec nsenter --target "${leader%% *}" --mount --uts --ipc --net --pid -- "$@"
