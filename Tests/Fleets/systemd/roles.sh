# shellcheck shell=bash disable=SC2034,SC2154
# What each host of the systemd fleet is like; to be sourced. `up` is the directory that is laid over the shared tree,
# `host` its parent, `sim` the practice node's binary, `key` the controller's public key.
# Those to look at, and those to act on, which acting.sh lays out.
roles=(sys usr antctl far csh full noexec sudoer nosudo hard rsa bear)
wallet=0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed

# The user whom the controller logs in as.
login_of() { case $1 in sudoer | nosudo | units | small | living | noport) echo op ;; *) echo ant ;; esac; }

# A system unit as anm writes it: no [Install], Restart=always.
anm_node() { # NUMBER [USER]
    local name root
    name=antnode$(printf %04d "$1")
    root=/var/antctl/services/$name
    mkdir -p "$up$root" "$up/var/log/antnode/$name" "$up/etc/systemd/system/multi-user.target.wants"
    ln "$sim" "$up$root/antnode"
    echo 'pace = 600' >"$up$root/sim.control"
    local uid=1000
    [ "${2:-ant}" = ant ] || uid=4242
    chown -R $uid:$uid "$up$root" "$up/var/log/antnode/$name"
    cat >"$up/etc/systemd/system/$name.service" <<END
[Unit]
Description=$name
[Service]
User=${2:-ant}
Environment="ANT_LOG=ant_evm=error"
ExecStart=$root/antnode --no-upnp --bootstrap "192.0.2.156:12000" --root-dir $root --port $((55000 + $1)) --enable-metrics-server --metrics-server-port $((13000 + $1)) --log-output-dest /var/log/antnode/$name --max-log-files 1 --max-archived-log-files 1 --rewards-address $wallet evm-arbitrum-one
Restart=always
#RestartSec=300
END
    ln -sf "../$name.service" "$up/etc/systemd/system/multi-user.target.wants/$name.service"
    note "$name" "$root" $((13000 + $1)) "/var/log/antnode/$name" system "$name.service"
}

# A user unit of ant with its data in the home.
user_node() { # NUMBER
    local name=antnode$1 root=/home/ant/.local/share/autonomi/node/antnode$1 units=/home/ant/.config/systemd/user
    mkdir -p "$up$root/logs" "$up$units/default.target.wants"
    ln "$sim" "$up$root/antnode"
    echo 'pace = 600' >"$up$root/sim.control"
    cat >"$up$units/$name.service" <<END
[Unit]
Description=$name
[Service]
ExecStart=$root/antnode --root-dir $root --log-output-dest $root/logs --no-upnp --port $((55000 + $1)) --metrics-server-port $((13000 + $1)) --rewards-address $wallet evm-arbitrum-one
Restart=always
[Install]
WantedBy=default.target
END
    ln -sf "../$name.service" "$up$units/default.target.wants/$name.service"
    chown -R 1000:1000 "$up/home/ant"
    note "$name" "$root" $((13000 + $1)) "$root/logs" user "$name.service"
}

# Units and registry as antctl leaves them: node 3 is stopped, node 4 was removed; no line end at the end.
antctl_nodes() {
    local n name root entries='' status
    for n in 1 2 3 4; do
        name=antnode$n root=/var/antctl/services/antnode$n status=Running
        [ $n != 3 ] || status=Stopped
        [ $n != 4 ] || status=Removed
        entries+="${entries:+,}{\"alpha\":false,\"schema_version\":2,\"antnode_path\":\"$root/antnode\",\"auto_restart\":false,\"connected_peers\":null,\"data_dir_path\":\"$root\",\"evm_network\":\"ArbitrumOne\",\"initial_peers_config\":{\"first\":false,\"addrs\":[],\"network_contacts_url\":[],\"local\":false,\"ignore_cache\":false,\"bootstrap_cache_dir\":\"/var/antctl/bootstrap_cache\"},\"listen_addr\":null,\"log_dir_path\":\"/var/log/antnode/$name\",\"log_format\":null,\"max_archived_log_files\":null,\"max_log_files\":null,\"metrics_port\":$((13000 + n)),\"network_id\":null,\"node_ip\":null,\"node_port\":$((55000 + n)),\"no_upnp\":true,\"number\":$n,\"peer_id\":null,\"pid\":null,\"relay\":false,\"rewards_address\":\"${wallet,,}\",\"reward_balance\":null,\"rpc_socket_addr\":\"127.0.0.1:$((34560 + n))\",\"service_name\":\"$name\",\"status\":\"$status\",\"user\":\"ant\",\"user_mode\":false,\"version\":\"0.4.17\",\"write_older_cache_files\":false}"
        [ $n != 4 ] || continue
        mkdir -p "$up$root" "$up/var/log/antnode/$name" "$up/etc/systemd/system/multi-user.target.wants"
        ln "$sim" "$up$root/antnode"
        echo 'pace = 600' >"$up$root/sim.control"
        chown -R 1000:1000 "$up$root" "$up/var/log/antnode/$name"
        printf '%s' "[Unit]
Description=$name
[Service]
ExecStart=$root/antnode --rpc 127.0.0.1:$((34560 + n)) --root-dir $root --log-output-dest /var/log/antnode/$name --bootstrap-cache-dir /var/antctl/bootstrap_cache --no-upnp --port $((55000 + n)) --metrics-server-port $((13000 + n)) --rewards-address $wallet --stop-on-upgrade evm-arbitrum-one
Restart=on-success
User=ant" >"$up/etc/systemd/system/$name.service"
        if [ $status = Running ]; then
            ln -sf "../$name.service" "$up/etc/systemd/system/multi-user.target.wants/$name.service"
            note "$name" "$root" $((13000 + n)) "/var/log/antnode/$name" system "$name.service"
        else
            note "$name" "$root" 0 "/var/log/antnode/$name" stopped "$name.service"
        fi
    done
    printf '{"daemon":null,"environment_variables":null,"nat_status":null,"nodes":[%s],"save_path":"/var/antctl/node_registry.json"}' \
        "$entries" >"$up/var/antctl/node_registry.json"
    chmod 777 "$up/var/antctl/node_registry.json"
}

note() { # NAME ROOT METRICS_PORT LOG OWNER UNIT
    echo "$*" >>"$host/nodes"
}

# A home on a file system of its own, which the host gets to see in place of the tree's.
separate_home() { # MOUNT_OPTIONS
    mkdir "$host/home"
    mount -t tmpfs -o "mode=750,uid=1000,gid=1000,$1" tmpfs "$host/home"
    cp -r "$up/home/ant/." "$host/home/"
    chown -R 1000:1000 "$host/home"
    bind=(--bind="$host/home:/home/ant")
}

# Lays one role out; sets `bind` to further arguments of systemd-nspawn.
lay_out() { # ROLE
    bind=()
    case $1 in
        sys)
            for n in 1 2 3 4; do anm_node $n; done
            # Forgotten once its node runs: see forget_user.
            echo 'gone:x:4242:4242::/nonexistent:/bin/false' >>"$up/etc/passwd"
            anm_node 5 gone
            ;;
        usr) for n in 1 2 3 4; do user_node $n; done ;;
        antctl) antctl_nodes ;;
        far) anm_node 1; anm_node 2 ;;
        units | users | plain | small | living | noport) lay_out_to_act "$1" ;;
        *) anm_node 1 ;;
    esac
    case $1 in
        csh)
            sed -i 's|^\(ant:.*\):/bin/bash$|\1:/bin/tcsh|' "$up/etc/passwd"
            echo 'echo "welcome to csh; mind the step"' >"$up/home/ant/.cshrc"
            echo 'echo "welcome to bash"; echo "and mind the step" >&2' >"$up/home/ant/.bashrc"
            ;;
        full) separate_home size=256k; head -c 300000 /dev/zero >"$host/home/ballast" 2>/dev/null || true ;;
        noexec) separate_home size=64m,noexec ;;
        sudoer) echo 'op ALL=(ALL) NOPASSWD: ALL' >"$up/etc/sudoers.d/op"; chmod 440 "$up/etc/sudoers.d/op"; chmod 700 "$up"/var/antctl/services/* ;;
        nosudo) echo 'op ALL=(ALL) ALL' >"$up/etc/sudoers.d/op"; chmod 440 "$up/etc/sudoers.d/op" ;;
        hard)
            printf '%s\n' 'Ciphers aes256-gcm@openssh.com,chacha20-poly1305@openssh.com' \
                'MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com' >"$up/etc/ssh/sshd_config.d/hard.conf"
            ;;
        bear)
            ln -sf /dev/null "$up/etc/systemd/system/ssh.service"
            rm -f "$up/etc/systemd/system/dropbear.service"
            cat >"$up/etc/systemd/system/bear.service" <<'END'
[Service]
ExecStart=/usr/sbin/dropbear -F -E -s -r /etc/dropbear/host_key -p 22
Restart=always
END
            ln -sf ../bear.service "$up/etc/systemd/system/multi-user.target.wants/bear.service"
            ;;
    esac
}

# Leaves node 5 of `sys` running under a uid that /etc/passwd does not know any more.
forget_user() {
    local root=$1
    for _ in $(seq 1 100); do
        [ ! -s "$root/var/antctl/services/antnode0005/antnode.pid" ] || break
        sleep 0.1
    done
    sed -i '/^gone:/d' "$root/etc/passwd"
}

# The host's own key, and its line for known_hosts in `public`.
host_key() { # ROLE
    mkdir -p "$up/etc/ssh" "$up/etc/dropbear"
    case $1 in
        rsa) ssh-keygen -q -t rsa -b 3072 -N '' -C '' -f "$up/etc/ssh/ssh_host_rsa_key" ;;
        *) ssh-keygen -q -t ed25519 -N '' -C '' -f "$up/etc/ssh/ssh_host_ed25519_key" ;;
    esac
    public=$(cut -d' ' -f1,2 "$up"/etc/ssh/ssh_host_*_key.pub)
    if [ "$1" = bear ]; then
        cp "$up/etc/ssh/ssh_host_ed25519_key" "$host/key"
        chroot "$host/root" dropbearconvert openssh dropbear /etc/ssh/ssh_host_ed25519_key /etc/dropbear/host_key 2>/dev/null
    fi
}
