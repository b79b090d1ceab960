#!/bin/bash
# Keeps one host running: boots it, and boots it again when it asked for that.
# usage: boot.sh HOST_DIRECTORY NSPAWN_ARGUMENT…
set -u
host=$1
shift
while true; do
    systemd-nspawn "$@" </dev/null >>"$host/log" 2>&1 &
    echo $! >"$host/pid"
    wait $!
    # What systemd-nspawn ends with when its host wants to reboot and nobody else would do it.
    [ $? = 133 ] || exit
done
