# shellcheck shell=bash disable=SC2034,SC2154
# The hosts that tests act on; to be sourced after roles.sh. They begin without nodes, unless their role is to have some.
# Each has releases of the practice node in /opt/releases, and a /proc of its own: see meter.pl.

# The releases that hosts find; all of them note starts and ends in one file, which outlives the nodes.
make_releases() {
    local record=';pace=600;record=/var/log/antnode/starts'
    release 0.4.17 "version=0.4.17$record"
    release 0.4.18 "version=0.4.18$record"
    release 0.4.19 "version=0.4.19$record"
    release exits "version=0.4.20$record;exit_after_s=2;exit_code=101"
    release lonely "version=0.4.21$record;peers=0"
    release hangs "version=0.4.22$record;hang=yes"
    release stranger "version=0.4.23$record;peer_id=12D3KooWStranger"
}

release() { # NAME SETTINGS
    mkdir -p "$dir/releases"
    "$here/../release.sh" "$sim" "$dir/releases/antnode-$1" "$2"
}

meter() {
    mkdir -p "$up/opt/fleet" "$up/etc/systemd/system/sysinit.target.wants"
    cp "$here/meter.pl" "$up/opt/fleet/meter.pl"
    cat >"$up/etc/systemd/system/meter.service" <<'END'
[Unit]
DefaultDependencies=no
After=local-fs.target
Before=sysinit.target
[Service]
ExecStart=/usr/bin/perl /opt/fleet/meter.pl
Restart=always
END
    ln -sf ../meter.service "$up/etc/systemd/system/sysinit.target.wants/meter.service"
}

lay_out_to_act() { # ROLE
    mkdir -p "$up/opt/releases"
    ln "$dir"/releases/* "$up/opt/releases/"
    meter
    # A user manager that ends between two logins can take two minutes for it here, and no login gets in meanwhile.
    mkdir -p "$up/var/lib/systemd/linger"
    : >"$up/var/lib/systemd/linger/op"
    echo 'op ALL=(ALL) NOPASSWD: ALL' >"$up/etc/sudoers.d/op"
    chmod 440 "$up/etc/sudoers.d/op"
    case $1 in
        small) separate_storage ;;
        living) living_anm ;;
        noport) antctl_without_metrics ;;
    esac
}

# The nodes' storage on a small file system of its own; a device by its name, since what is memory holds no data.
separate_storage() {
    mkdir "$host/storage"
    mount -t tmpfs -o mode=755,uid=1000,gid=1000,size=200m /dev/fleet "$host/storage"
    bind=(--bind="$host/storage:/var/antctl/services")
}

# anm at work: its cron line, its settings, and NODES nodes.
living_anm() {
    local n
    for n in $(seq 1 "${NODES:-75}"); do
        anm_node "$n"
        echo 'pace = 1' >"$up/var/antctl/services/antnode$(printf %04d "$n")/sim.control"
    done
    mkdir -p "$up/etc/cron.d"
    cat >"$up/etc/cron.d/anm" <<'END'
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
* * * * * root /usr/bin/anms.sh >> /var/antctl/log 2>&1
END
    cat >"$up/var/antctl/config" <<'END'
NodeCap="75"
CpuLessThan="70"
MemLessThan="70"
HDLessThan="70"
CpuRemove="80"
MemRemove="80"
HDRemove="80"
DelayStart="5"
DelayReStart="10"
DelayUpgrade="5"
DelayRemove="300"
DesiredLoadAverage="1.5"
MaxLoadAverageAllowed="2"
NodeStorage="/var/antctl/services"
RewardsAddress="0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
DonateAddress="0x00455d78f850b0358E8cea5be24d415E01E107CF"
AntnodeVersion="0.4.17"
END
    chown 1000:1000 "$up/var/antctl/config"
}

# One node of antctl's that serves no pages.
antctl_without_metrics() {
    antctl_nodes
    sed -i 's/ --metrics-server-port [0-9]*//' "$up/etc/systemd/system/antnode1.service"
    sed -i 's/^\(antnode1 [^ ]*\) [0-9]*/\1 0/' "$host/nodes"
}
