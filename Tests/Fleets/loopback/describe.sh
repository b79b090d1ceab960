#!/bin/bash
# Writes what a controller needs to reach the fleet: ssh_config, inventory/, fleet.json.
# usage: describe.sh DIR HOSTS SSH_PORT
set -euo pipefail
dir=$1 hosts=$2 ssh_port=$3
me=$(id -un)
mkdir -p "$dir/inventory"
{
    for i in $(seq 1 "$hosts"); do printf 'Host loop%02d\n  HostName 127.0.1.%d\n' "$i" "$i"; done
    cat <<END
Host *
  Port $ssh_port
  User $me
  IdentityFile $dir/id
  IdentitiesOnly yes
  UserKnownHostsFile $dir/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
END
} >"$dir/ssh_config"
{
    cat <<END
version: 1
defaults:
  user: $me
  port: $ssh_port
  identity: $dir/id
  service: antnode
groups:
  loopback:
    hosts: ["loop[01:$(printf '%02d' "$hosts")]"]
hosts:
END
    for i in $(seq 1 "$hosts"); do printf '  loop%02d: {addresses: [127.0.1.%d]}\n' "$i" "$i"; done
} >"$dir/inventory/fleet.yml"
{
    printf '{"kind":"loopback","directory":"%s","sshConfig":"%s/ssh_config","inventory":"%s/inventory","hosts":[' "$dir" "$dir" "$dir"
    for i in $(seq 1 "$hosts"); do
        host=$(printf 'loop%02d' "$i")
        [ "$i" = 1 ] || printf ','
        printf '{"name":"%s","role":"loopback","address":"127.0.1.%d","port":%d,"user":"%s","nodes":[' "$host" "$i" "$ssh_port" "$me"
        separator=
        while read -r root port log _; do
            printf '%s{"name":"%s","rootDirectory":"%s","metricsPort":%d,"logDirectory":"%s","owner":"nobody"}' \
                "$separator" "$(basename "$root")" "$root" "$port" "$log"
            separator=,
        done <"$dir/$host/nodes"
        printf ']}'
    done
    printf ']}\n'
} >"$dir/fleet.json"
