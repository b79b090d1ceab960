#!/bin/bash
# One host, from within its namespaces: puts its own directories in place, starts its nodes and becomes its sshd.
# usage: host.sh HOST_DIR HOME
set -euo pipefail
host=$1 home=$2
hostname "$(cat "$host/hostname")"

over() { [ ! -e "$2" ] || mount --bind "$1" "$2"; }
over "$host/machine-id" /etc/machine-id
over "$host/hostname" /etc/hostname
over "$host/ssh" /etc/ssh
over "$host/empty" /etc/systemd/system
over "$host/empty" /etc/cron.d
if [ "$(id -u)" = 0 ]; then
    # A locked root could not log in without PAM.
    sed 's/^root:!/root:*/' /etc/shadow >"$host/shadow"
    chmod 600 "$host/shadow"
    over "$host/shadow" /etc/shadow
fi
cat /proc/sys/kernel/random/uuid >"$host/boot_id"
over "$host/boot_id" /proc/sys/kernel/random/boot_id
mapfile -t nodes <"$host/nodes"
# No systemd and nobody else's sockets: a fresh /run. /var and the home come last, they may hide the fleet's own place.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/sshd
exec 3<"$host" # keeps the directory reachable
over "$host/var" /var
over "/proc/self/fd/3/home" "$home"
exec 3<&-
cd /

path=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
drop=(env -i "HOME=$home" "USER=$(id -un)" "PATH=$path" "MUSTER_FLEET_DIR=$MUSTER_FLEET_DIR" "SIM_PACE=${SIM_PACE:-600}")
[ "$(id -u)" = 0 ] || drop+=(setpriv --ambient-caps=-all --inh-caps=-all)
for line in "${nodes[@]}"; do
    read -r root port log wallet <<<"$line"
    setsid "${drop[@]}" "$root/antnode" --no-upnp --root-dir "$root" --port "$port" \
        --enable-metrics-server --metrics-server-port "$port" --log-output-dest "$log" --rewards-address "$wallet" \
        evm-arbitrum-one </dev/null &
done
exec "${drop[@]}" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
