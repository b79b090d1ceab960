#!/bin/bash
# Writes what a controller needs to reach the fleet: ssh_config, inventory/, fleet.json.
# usage: describe.sh DIR
set -euo pipefail
dir=$1
mkdir -p "$dir/inventory"
{
    while read -r name address user; do
        printf 'Host %s\n  HostName %s\n  User %s\n' "$name" "$address" "$user"
    done <"$dir/hosts"
    cat <<END
Host *
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
  identity: $dir/id
  service: antnode
hosts:
END
    while read -r name address user; do
        printf '  %s: {addresses: [%s], user: %s' "$name" "$address" "$user"
        [ "$name" != far ] || printf ', via: [sys, usr]'
        case ${name%%-*} in sudoer | nosudo | units | small | living | noport) printf ', become: sudo' ;; esac
        printf '}\n'
    done <"$dir/hosts"
} >"$dir/inventory/fleet.yml"
{
    printf '{"kind":"systemd","directory":"%s","sshConfig":"%s/ssh_config","inventory":"%s/inventory","hosts":[' "$dir" "$dir" "$dir"
    comma=
    while read -r host address user; do
        printf '%s{"name":"%s","role":"%s","address":"%s","port":22,"user":"%s","nodes":[' "$comma" "$host" "${host%%-*}" "$address" "$user"
        comma=,
        separator=
        while read -r name root port log owner unit; do
            printf '%s{"name":"%s","rootDirectory":"%s","metricsPort":%d,"logDirectory":"%s","owner":"%s","unit":"%s"}' \
                "$separator" "$name" "$root" "$port" "$log" "$owner" "$unit"
            separator=,
        done <"$dir/$host/nodes"
        printf ']}'
    done <"$dir/hosts"
    printf ']}\n'
} >"$dir/fleet.json"
