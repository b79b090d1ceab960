#!/bin/bash
# Brings up N hosts on 127.0.1.1 to 127.0.1.N, each with M practice nodes, in namespaces of their own.
# usage: up.sh [--hosts N] [--nodes M] [--owner PID] DIR
# DIR must not exist. With --owner the fleet goes down when that process ends, however it ends.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=Tests/Fleets/find-programs.sh
. "$here/../find-programs.sh"
hosts=3 nodes=4 owner=
while [ $# -gt 1 ]; do
    case $1 in
        --hosts) hosts=$2 ;;
        --nodes) nodes=$2 ;;
        --owner) owner=$2 ;;
        *) echo "up.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done
dir=${1:?usage: up.sh [--hosts N] [--nodes M] [--owner PID] DIR}
if [ "$hosts" -gt 99 ] || [ "$((hosts * (nodes + 1)))" -gt 495 ]; then
    echo "up.sh: at most 99 hosts and 495 nodes" >&2
    exit 2
fi

say_why_not() {
    echo "up.sh: this machine gives no namespaces: $1" >&2
    echo "fix: run as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1;" >&2
    echo "     on Ubuntu also kernel.apparmor_restrict_unprivileged_userns=0)" >&2
    exit 2
}

# A host is a set of namespaces: it sees its own processes, its own /home, /var and /run, and shares the network.
enter=(unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc)
[ "$(id -u)" = 0 ] || enter+=(--user --map-current-user --keep-caps)
why=$("${enter[@]}" true 2>&1) || say_why_not "$why"

mkdir -m 755 "$dir"
dir=$(cd "$dir" && pwd)
home=$(getent passwd "$(id -u)" | cut -d: -f6)
case $dir/ in "$home"/*) rmdir "$dir"; echo "up.sh: $dir is below the home, which each host replaces; use another" >&2; exit 2 ;; esac
export MUSTER_FLEET_DIR=$dir
[ -z "$owner" ] || echo "$owner" >"$dir/owner"
trap '"$here/down.sh" "$dir" >/dev/null 2>&1; exit 1' ERR INT TERM

# One of 20 blocks of ports is ours while any process of the fleet lives: all of them inherit the lock.
mkdir -p "/tmp/muster-fleet-ports-$(id -u)"
for block in $(seq 0 19); do
    exec 9>"/tmp/muster-fleet-ports-$(id -u)/$block"
    flock -n 9 || continue
    if ! ss -Hltn "sport = :$((10022 + block))" | grep -q .; then break; fi
done
ssh_port=$((10022 + block))
first_port=$((13000 + block * 500))

ssh-keygen -q -t ed25519 -N '' -C muster-fleet -f "$dir/id"
: >"$dir/known_hosts"
: >"$dir/host_keys"
cp "$sim" "$dir/antnode-0.4.17"
"$here/../release.sh" "$sim" "$dir/antnode-0.4.16" 'version=0.4.16'

name() { printf 'loop%02d' "$1"; }

for i in $(seq 1 "$hosts"); do
    "$here/prepare-host.sh" "$dir/$(name "$i")" "$i" "$nodes" "$ssh_port" "$((first_port + (i - 1) * (nodes + 1)))"
    for address in "127.0.1.$i" "$(name "$i")"; do
        printf '[%s]:%s %s\n' "$address" "$ssh_port" "$(cut -d' ' -f1,2 "$dir/$(name "$i")/ssh/ssh_host_ed25519_key.pub")"
    done >>"$dir/host_keys"
    setsid "${enter[@]}" "$here/host.sh" "$dir/$(name "$i")" "$home" </dev/null >"$dir/$(name "$i").log" 2>&1 &
done
"$here/describe.sh" "$dir" "$hosts" "$ssh_port"

for i in $(seq 1 "$hosts"); do
    for _ in $(seq 1 100); do
        if (exec 3<>"/dev/tcp/127.0.1.$i/$ssh_port") 2>/dev/null; then continue 2; fi
        sleep 0.1
    done
    echo "up.sh: $(name "$i") does not answer" >&2
    cat "$dir/$(name "$i").log" >&2
    false
done
if [ -n "$owner" ]; then
    setsid "$here/../outlive.sh" "$owner" "$dir" "$here/down.sh" </dev/null >/dev/null 2>&1 9>&- &
fi
echo "$hosts hosts with $nodes nodes each: $dir"
