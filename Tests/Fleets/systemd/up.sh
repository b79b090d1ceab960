#!/bin/bash
# Boots the hosts of the systemd fleet with systemd-nspawn, in network namespaces that only this machine reaches.
# usage: up.sh [--owner PID] [--roles "sys usr …"] DIR     (as root)
# A role may have several hosts, such as units-one and units-two. DIR must not exist. With --owner the fleet goes down when that process ends, however it ends.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=Tests/Fleets/find-programs.sh
. "$here/../find-programs.sh"
# shellcheck source=Tests/Fleets/systemd/roles.sh
. "$here/roles.sh"
# shellcheck source=Tests/Fleets/systemd/acting.sh
. "$here/acting.sh"
owner=
while [ $# -gt 1 ]; do
    case $1 in
        --owner) owner=$2 ;;
        --roles) read -ra roles <<<"$2" ;;
        *) echo "up.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done
dir=${1:?usage: up.sh [--owner PID] [--roles "sys usr …"] DIR}
[ "$(id -u)" = 0 ] || { echo "up.sh: booting hosts needs root" >&2; exit 2; }
tree=$("$here/tree.sh")

mkdir -m 755 "$dir"
dir=$(cd "$dir" && pwd)
export MUSTER_FLEET_DIR=$dir
[ -z "$owner" ] || echo "$owner" >"$dir/owner"
trap '"$here/down.sh" "$dir"; exit 1' ERR INT TERM

# One of ten networks is ours while its directory in /run stands, which says from the first moment whose it is.
mkdir -p /run/muster-fleet
claim=$(mktemp -d /run/muster-fleet/.XXXXXX)
echo "$dir" >"$claim/directory"
for block in $(seq 0 9); do
    ! mv -T "$claim" "/run/muster-fleet/$block" 2>/dev/null || break
done
if [ -d "$claim" ]; then
    rm -r "$claim"
    echo "up.sh: all ten networks are taken; down-all.sh --all ends their fleets" >&2
    false
fi
# All hosts' root is this machine's root, and its allowance of 128 inotify instances is spent by a dozen of systemds.
instances=/proc/sys/fs/inotify/max_user_instances
if [ "$(cat $instances)" -lt 2048 ]; then
    cp $instances /run/muster-fleet/inotify-instances
    echo 2048 >$instances
fi
echo "$block" >"$dir/block"
near=10.213.$((10 + 2 * block)) behind=10.213.$((11 + 2 * block))
ip link add "mf${block}near" type bridge
ip link add "mf${block}far" type bridge
ip address add "$near.1/24" dev "mf${block}near"
ip link set "mf${block}near" up
ip link set "mf${block}far" up
# What lies behind the relay has no way from here, not even by this machine's default route.
ip route add unreachable "$behind.0/24"

plug() { # NAMESPACE BRIDGE INTERFACE ADDRESS
    local port=mf${block}${3}${4##*.}
    ip link add "$port" type veth peer name "$3" netns "$1"
    ip link set "$port" master "$2" up
    ip -n "$1" address add "$4/24" dev "$3"
    ip -n "$1" link set "$3" up
}

ssh-keygen -q -t ed25519 -N '' -C muster-fleet -f "$dir/id"
: >"$dir/known_hosts"
: >"$dir/host_keys"
cp "$sim" "$dir/antnode"
sim=$dir/antnode
make_releases
number=10
for role in "${roles[@]}"; do
    number=$((number + 1))
    host=$dir/$role up=$dir/$role/up space=mf${block}-$role
    mkdir -p "$host/root" "$host/work" "$up"/{etc/ssh,home/ant/.ssh,home/op/.ssh,root/.ssh}
    : >"$host/nodes"
    cp "$tree/etc/passwd" "$up/etc/passwd"
    echo "$role" >"$up/etc/hostname"
    printf '127.0.0.1 localhost %s\n' "$role" >"$up/etc/hosts"
    md5sum <<<"$dir $role" | cut -c1-32 >"$up/etc/machine-id"
    mkdir -p "$up/etc/sudoers.d" "$up/etc/ssh/sshd_config.d" "$up/etc/systemd/system"
    cp "$tree/etc/ssh/sshd_config.d/fleet.conf" "$up/etc/ssh/sshd_config.d/"
    for home in root home/ant home/op; do
        cp "$dir/id.pub" "$up/$home/.ssh/authorized_keys"
        chmod 700 "$up/$home/.ssh"
        chmod 600 "$up/$home/.ssh/authorized_keys"
    done
    chmod 700 "$up/root"
    lay_out "${role%%-*}"
    chown -R 1000:1000 "$up/home/ant"
    chown -R 1001:1001 "$up/home/op"
    mount -t overlay overlay -o "lowerdir=$tree,upperdir=$up,workdir=$host/work" "$host/root"
    host_key "${role%%-*}"

    ip netns add "$space"
    ip -n "$space" link set lo up
    address=$near.$number
    if [ "$role" = far ]; then
        address=$behind.$number
        plug "$space" "mf${block}far" host0 "$address"
    else
        plug "$space" "mf${block}near" host0 "$address"
    fi
    case $role in sys | usr) plug "$space" "mf${block}far" behind "$behind.$number" ;; esac
    printf '%s %s\n%s %s\n' "$address" "$public" "$role" "$public" >>"$dir/host_keys"
    echo "$role $address $(login_of "${role%%-*}")" >>"$dir/hosts"

    setsid "$here/boot.sh" "$host" --register=no --keep-unit -q -b -D "$host/root" \
        --network-namespace-path="/run/netns/$space" --capability=CAP_NET_ADMIN --setenv=MUSTER_FLEET_DIR="$dir" --console=pipe "${bind[@]}" </dev/null >/dev/null 2>&1 &
    disown
done
"$here/describe.sh" "$dir"

answers() { ip netns exec "mf${block}-$1" bash -c "exec 3<>/dev/tcp/127.0.0.1/22" 2>/dev/null; }
# Before that, logins are refused and nodes may be missing.
has_booted() {
    case $("$here/exec.sh" "$dir" "$1" systemctl is-system-running 2>/dev/null) in running | degraded) ;; *) false ;; esac
}
for role in "${roles[@]}"; do
    for _ in $(seq 1 600); do
        if answers "$role" && has_booted "$role"; then continue 2; fi
        sleep 0.2
    done
    echo "up.sh: $role does not answer, or goes on booting" >&2
    tail -20 "$dir/$role/log" >&2
    "$here/exec.sh" "$dir" "$role" journalctl --no-pager -n 40 >&2 || true
    false
done
[ ! -d "$dir/sys" ] || forget_user "$dir/sys/root"
if [ -n "$owner" ]; then
    setsid "$here/../outlive.sh" "$owner" "$dir" "$here/down.sh" </dev/null >/dev/null 2>&1 &
fi
echo "${#roles[@]} hosts: $dir"
