#!/bin/sh
# Makes a release of the practice node: a copy of its binary with other settings behind the last byte.
# usage: release.sh BINARY OUT 'version=0.4.18;exit_after_s=5'
set -eu
binary=$1 out=$2 settings=$3
cp "$binary" "$out.tmp"
printf '\nantnode-sim-release:%s\n' "$settings" >>"$out.tmp"
chmod 755 "$out.tmp"
mv "$out.tmp" "$out"
