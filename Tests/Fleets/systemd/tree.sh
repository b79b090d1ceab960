#!/bin/bash
# Builds the root tree that all hosts share, once, and prints its path.
# It lies outside the checkout and is built anew when this recipe changes.
set -euo pipefail
cache=${MUSTER_FLEET_CACHE:-/var/cache/muster-fleet}
recipe=$(sha256sum "$0" | cut -c1-12)
tree=$cache/tree-$recipe
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if [ -d "$tree" ]; then
    echo "$tree"
    exit
fi
packages=systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,openssh-server,sudo,dropbear-bin,tcsh,iproute2,procps,cron,nftables
# The mirror that this machine itself uses; without one, debootstrap's own.
# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
    awk '$2 == "bookworm" && $1 !~ /security/ { print $1; exit }')
for old in "$cache"/tree-*; do
    grep -q "lowerdir=$old," /proc/mounts || rm -rf "$old"
done
new=$cache/new
rm -rf "$new"
echo "systemd fleet: building the tree in $cache (once)" >&2
if ! debootstrap --variant=minbase --include="$packages" bookworm "$new" ${mirror:+"$mirror"} >"$cache/log" 2>&1; then
    tail -5 "$cache/log" >&2
    exit 1
fi
rm -rf "$new"/var/cache/apt/* "$new"/var/lib/apt/lists/* "$new"/usr/share/{doc,man,locale}/* "$new"/etc/ssh/ssh_host_*
: >"$new/etc/machine-id"

chroot "$new" useradd --create-home --uid 1000 --shell /bin/bash ant
chroot "$new" useradd --create-home --uid 1001 --shell /bin/bash op
for user in root ant op; do echo "$user:$(head -c 18 /dev/urandom | base64)" | chroot "$new" chpasswd; done
mkdir -p "$new/var/lib/systemd/linger" "$new"/var/antctl/services "$new"/var/log/antnode
: >"$new/var/lib/systemd/linger/ant"
chown -R 1000:1000 "$new/var/antctl" "$new/var/log/antnode"
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
    fstrim.timer systemd-tmpfiles-clean.timer console-getty.service getty.target systemd-networkd.service \
    systemd-resolved.service systemd-timesyncd.service systemd-udevd.service remote-fs.target dropbear.service \
    cron.service nftables.service; do
    ln -sf /dev/null "$new/etc/systemd/system/$unit"
done
cat >"$new/etc/ssh/sshd_config.d/fleet.conf" <<'END'
UseDNS no
PasswordAuthentication no
PermitRootLogin prohibit-password
PrintLastLog no
MaxStartups 200
END
sed -i 's/^UsePAM.*/UsePAM yes/' "$new/etc/ssh/sshd_config"
mv "$new" "$tree"
echo "$tree"
