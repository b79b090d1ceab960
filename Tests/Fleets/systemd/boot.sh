#!/bin/bash
# Keeps one host running: boots it, and boots it again when it asked for that.
# usage: boot.sh HOST_DIRECTORY NSPAWN_ARGUMENT…
set -u
host=$1
shift

# Systemds that share a control group take each other's services for their own: each host has one for itself.
enter_cgroup() {
    local root group
    for root in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
        [ -w "$root/cgroup.procs" ] || continue
        group=$root/muster-fleet-$(<"$host/../block")/$(basename "$host")
        mkdir -p "$group" && echo "$BASHPID" >"$group/cgroup.procs"
    done
}

while true; do
    (
        enter_cgroup
        exec systemd-nspawn "$@"
    ) </dev/null >>"$host/log" 2>&1 &
    echo $! >"$host/pid"
    wait $!
    # What systemd-nspawn ends with when its host wants to reboot and nobody else would do it.
    [ $? = 133 ] || exit
done
