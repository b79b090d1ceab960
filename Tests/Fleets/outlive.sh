#!/bin/bash
# Takes a fleet down when the process that wanted it has ended, however it ended.
# usage: outlive.sh PID DIR DOWN_SCRIPT
unset MUSTER_FLEET_DIR
# shellcheck source=Tests/Fleets/end-processes.sh
. "$(dirname "$0")/end-processes.sh"
while is_running "$1" && [ -d "$2" ]; do sleep 1; done
exec "$3" "$2"
