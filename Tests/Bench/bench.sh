#!/bin/bash
# Prints what deciding, remembering and holding sessions cost, beside the budgets; nothing here fails for being slow.
# usage: bench.sh    SESSIONS=500 may be set
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
sessions=${SESSIONS:-500}
fleet=$(mktemp -d "/tmp/muster-fleet.$(id -u).XXXXXX")
rmdir "$fleet"
watch=
tidy() {
    [ -z "$watch" ] || kill -KILL "$watch" 2>/dev/null || true
    "$checkout/Tests/Fleets/loopback/down.sh" "$fleet" || true
    rm -rf "$work"
}
trap tidy EXIT
"$checkout/.build/release/muster-bench" "$work"

# Many names of one host hold as many sessions; twins are never acted on, so this costs holding and looking alone.
"$checkout/Tests/Fleets/loopback/up.sh" --owner $$ --hosts 1 --nodes 1 "$fleet" >/dev/null
muster=$checkout/.build/release/muster
address=127.0.1.1
key=$(awk '{ print $2, $3; exit }' "$fleet/host_keys")
port=$(sed -n 's/^ *Port //p' "$fleet/ssh_config" | head -1)
user=$(sed -n 's/^ *User //p' "$fleet/ssh_config" | head -1)
printf '* %s\n' "$key" >"$work/known_hosts"
cat >"$work/ssh_config" <<END
Host *
  User $user
  Port ${port:-22}
  IdentityFile $fleet/id
  IdentitiesOnly yes
  UserKnownHostsFile $work/known_hosts
  GlobalKnownHostsFile /dev/null
END
cat >"$work/fleet.yml" <<END
version: 1
defaults: {service: antnode, policy: {survey_interval: 604800, sample_interval: 5}}
hosts:
  "held[001:$(printf %03d "$sessions")]": {addresses: [$address]}
END
"$muster" watch --all --db "$work/fleet.db" --inventory "$work/fleet.yml" --ssh-config "$work/ssh_config" \
    >"$work/watch.log" 2>&1 &
watch=$!
held() { ss -Htn state established "( dport = :${port:-22} )" dst $address | wc -l; }
for _ in $(seq 1 240); do
    [ "$(held)" -lt "$sessions" ] || break
    kill -0 $watch 2>/dev/null || break
    sleep 0.5
done
sleep 10
if kill -0 $watch 2>/dev/null; then
    count=$(held)
    rss=$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$watch/status")
    ticks() { awk '{ print $14 + $15 }' "/proc/$watch/stat"; }
    before=$(ticks)
    sleep 20
    after=$(ticks)
    # Each session streams a sample each 5 s: four in 20 s.
    awk -v n="$count" -v rss="$rss" -v used=$((after - before)) 'BEGIN {
        printf "%-58s%-16s%.2f of 80 MB at 500\n", "memory of a watch that holds " n " sessions", rss " MB", rss / 80 * 500 / (n ? n : 1)
        printf "%-58s%-16s%.2f of 0.5 ms\n", "a sample over a held session, processor time", sprintf("%.2f ms", used * 10 / (n * 4 + 0.001)), used * 10 / (n * 4 + 0.001) / 0.5
    }'
else
    echo "the watch ended:" && tail -5 "$work/watch.log"
fi
