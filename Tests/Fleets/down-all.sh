#!/bin/bash
# Takes down every fleet of this user, however it was left; the cached tree of the systemd fleet stays.
set -u
here=$(cd "$(dirname "$0")" && pwd)
for dir in /tmp/muster-fleet."$(id -u)".*; do
    [ ! -d "$dir" ] || "$here/loopback/down.sh" "$dir"
done
[ "$(id -u)" != 0 ] || "$here/systemd/down.sh"
