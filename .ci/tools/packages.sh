#!/bin/bash
# Installs what is missing of Debian's packages, and does nothing when nothing is.
# usage: packages.sh SET…    sets: build, lint, loopback, systemd
set -euo pipefail
wanted=()
for set in "$@"; do
    case $set in
        build) wanted+=(libssh2-1-dev libsqlite3-dev libssl-dev pkg-config binutils gzip libdeflate-tools) ;;
        lint) wanted+=(shellcheck) ;;
        loopback) wanted+=(openssh-server openssh-client iproute2 util-linux curl) ;;
        systemd) wanted+=(openssh-client iproute2 procps debootstrap systemd-container) ;;
        *) echo "packages.sh: no set named $set" >&2; exit 2 ;;
    esac
done
if ! command -v dpkg-query >/dev/null; then
    echo "packages.sh: no Debian here; taking for granted what Debian calls: ${wanted[*]}" >&2
    exit 0
fi
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=(sudo)
else
    echo "packages.sh: these packages are missing and only root can install them:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 2
fi
echo "packages.sh: installing ${missing[*]}" >&2
fresh_sshd=
case " ${missing[*]} " in *' openssh-server '*) fresh_sshd=1 ;; esac
# The fleets start their own sshds; the package must not open this machine's port 22.
policy=/usr/sbin/policy-rc.d
made_policy=
if [ -n "$fresh_sshd" ] && [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
    "${as_root[@]}" chmod 755 $policy
    made_policy=1
fi
tidy() {
    [ -z "$made_policy" ] || "${as_root[@]}" rm -f $policy
    if [ -n "$fresh_sshd" ] && [ -d /run/systemd/system ]; then "${as_root[@]}" systemctl disable -q ssh.service || true; fi
}
trap tidy EXIT
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
