#!/bin/bash
# Lays out the directories of one host: home, /var, /etc/ssh, and the list of nodes to start.
# usage: prepare-host.sh HOST_DIR NUMBER NODES SSH_PORT FIRST_PORT
# Three layouts take turns: plain directories in the home, antctl's of a user with its registry, anm's in /var.
set -euo pipefail
host=$1 number=$2 nodes=$3 ssh_port=$4 first_port=$5
fleet=$(dirname "$host")
home=$(getent passwd "$(id -u)" | cut -d: -f6)
wallet=0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed

mkdir -p "$host"/{home/.ssh,ssh,empty} "$host"/var/{antctl/services,cache,lib,log/antnode,spool,tmp}
ln -s /run "$host/var/run"
chmod 700 "$host/home" "$host/home/.ssh"
cp "$fleet/id.pub" "$host/home/.ssh/authorized_keys"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$host/ssh/ssh_host_ed25519_key"
basename "$host" >"$host/hostname"
printf 'muster loopback fleet %s %s' "$fleet" "$number" | md5sum | cut -c1-32 >"$host/machine-id"
cat >"$host/ssh/sshd_config" <<END
ListenAddress 127.0.1.$number:$ssh_port
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile .ssh/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
StrictModes no
PrintMotd no
PrintLastLog no
MaxStartups 200
PidFile none
Subsystem sftp internal-sftp
END

# The nodes' directories as the host sees them ($2), and where they lie now ($1).
case $(((number - 1) % 3)) in
    0) here=$host/home/nodes there=$home/nodes logs=in-root digits=1 ;;
    1) here=$host/home/.local/share/autonomi/node there=$home/.local/share/autonomi/node logs=in-root digits=1 ;;
    2) here=$host/var/antctl/services there=/var/antctl/services logs=/var/log/antnode digits=4 ;;
esac
mkdir -p "$here"
: >"$host/nodes"
entries=
for n in $(seq 1 "$nodes"); do
    name=antnode$(printf "%0${digits}d" "$n")
    port=$((first_port + n))
    mkdir -p "$here/$name"
    release=0.4.17
    if [ $(((number - 1) % 3)) = 2 ] && [ "$n" = "$nodes" ]; then release=0.4.16; fi
    ln "$fleet/antnode-$release" "$here/$name/antnode"
    log=$logs/$name
    [ "$logs" != in-root ] || log=$there/$name/logs
    echo "$there/$name $port $log $wallet" >>"$host/nodes"
    entries+="${entries:+,}$(printf '{"alpha":false,"schema_version":2,"antnode_path":"%s/antnode","auto_restart":false,"connected_peers":null,"data_dir_path":"%s","evm_network":"ArbitrumOne","initial_peers_config":{"first":false,"addrs":[],"network_contacts_url":[],"local":false,"ignore_cache":false,"bootstrap_cache_dir":null},"listen_addr":null,"log_dir_path":"%s","log_format":null,"max_archived_log_files":null,"max_log_files":null,"metrics_port":%s,"network_id":null,"node_ip":null,"node_port":%s,"no_upnp":true,"number":%s,"peer_id":null,"pid":null,"relay":false,"rewards_address":"%s","reward_balance":null,"rpc_socket_addr":"127.0.0.1:%s","service_name":"%s","status":"Running","user":null,"user_mode":true,"version":"0.4.17","write_older_cache_files":false}' \
        "$there/$name" "$there/$name" "$log" "$port" "$port" "$n" "${wallet,,}" "$port" "$name")"
done
if [ $(((number - 1) % 3)) = 1 ]; then
    printf '{"daemon":null,"environment_variables":null,"nat_status":null,"nodes":[%s],"save_path":"%s/node_registry.json"}' \
        "$entries" "$there" >"$here/node_registry.json"
fi
