#!/bin/bash
# Takes a fleet down when the process that wanted it has ended, however it ended.
# usage: outlive.sh PID DIR DOWN_SCRIPT
unset MUSTER_FLEET_DIR
while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
exec "$3" "$2"
