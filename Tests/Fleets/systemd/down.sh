#!/bin/bash
# Ends systemd fleets and removes every trace: processes, mounts, network, directory; whatever state they were in.
# usage: down.sh DIR | --orphans | --all     (as root)
# Orphans are fleets whose owner has ended.
set -u
[ "$(id -u)" = 0 ] || exit 0
unset MUSTER_FLEET_DIR
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=Tests/Fleets/end-processes.sh
. "$here/../end-processes.sh"

take_down() { # DIR
    local dir=$1 block='' directory mounted space group
    end_processes "$dir"
    for directory in /run/muster-fleet/*/directory; do
        [ "$(cat "$directory" 2>/dev/null)" = "$dir" ] && block=$(basename "$(dirname "$directory")")
    done
    for _ in 1 2 3 4 5; do
        mounted=$(awk -v dir="$dir/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r)
        [ -n "$mounted" ] || break
        while read -r mounted; do umount "$mounted" 2>/dev/null || umount -l "$mounted"; done <<<"$mounted"
    done
    if [ -n "$block" ]; then
        for space in $(ip netns list 2>/dev/null | awk '{ print $1 }' | grep "^mf$block-"); do ip netns delete "$space"; done
        ip link delete "mf${block}near" 2>/dev/null
        ip link delete "mf${block}far" 2>/dev/null
        ip route delete unreachable "10.213.$((11 + 2 * block)).0/24" 2>/dev/null
        for group in /sys/fs/cgroup/{systemd,unified,.}/"muster-fleet-$block"; do
            [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
        done
        rm -rf "/run/muster-fleet/$block"
        # The last one restores what up.sh raised.
        if [ -s /run/muster-fleet/inotify-instances ] && ! ls /run/muster-fleet/*/directory >/dev/null 2>&1; then
            cat /run/muster-fleet/inotify-instances >/proc/sys/fs/inotify/max_user_instances
            rm /run/muster-fleet/inotify-instances
        fi
    fi
    if awk -v dir="$dir/" 'index($2, dir) == 1 { found = 1 } END { exit found }' /proc/mounts; then
        rm -rf "$dir"
    else
        echo "down.sh: $dir is still mounted" >&2
        return 1
    fi
}

case ${1:?usage: down.sh DIR | --orphans | --all} in
    --orphans | --all)
        for directory in /run/muster-fleet/*/directory; do
            [ -f "$directory" ] || continue
            dir=$(cat "$directory")
            owner=$(cat "$dir/owner" 2>/dev/null)
            if [ "$1" = --all ] || { [ -n "$owner" ] && ! is_running "$owner"; } || [ ! -d "$dir" ]; then
                take_down "$dir"
            fi
        done
        # Those that ended before they had a network.
        for dir in /tmp/muster-systemd.*; do
            owner=$(cat "$dir/owner" 2>/dev/null)
            if [ -n "$owner" ] && ! is_running "$owner"; then take_down "$dir"; fi
        done
        find /run/muster-fleet -mindepth 1 -maxdepth 1 -name '.*' -mmin +10 -exec rm -r {} + 2>/dev/null
        ;;
    *)
        dir=$(realpath -m "$1")
        [ -f "$dir/block" ] || [ ! -d "$dir" ] || [ -f "$dir/hosts" ] || { echo "down.sh: $dir is no fleet" >&2; exit 2; }
        take_down "$dir"
        ;;
esac
