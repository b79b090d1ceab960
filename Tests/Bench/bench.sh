#!/bin/bash
# Prints what Muster costs beside the budgets, as processor time where a machine that is busy would spoil the clock's;
# nothing here fails for being slow.
# usage: bench.sh    SESSIONS=500 and NODES=200 may be set
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
release=$checkout/.build/release
muster=$release/muster
agent=$checkout/.build/libexec/muster/muster-agent-$(uname -m)
sessions=${SESSIONS:-500} nodes=${NODES:-200}
work=$(mktemp -d)
fleet=$(mktemp -d "/tmp/muster-fleet.$(id -u).XXXXXX")
rmdir "$fleet"
watch=
tidy() {
    if [ -n "$watch" ]; then
        kill -KILL "$watch" || true
        wait "$watch" || true
    fi 2>/dev/null
    "$checkout/Tests/Fleets/loopback/down.sh" "$fleet" || true
    rm -rf "$work"
}
trap tidy EXIT

# figure WHAT VALUE UNIT [BUDGET]
figure() {
    awk -v what="$1" -v value="$2" -v unit="$3" -v most="${4:-}" 'BEGIN {
        share = most == "" ? "" : sprintf("%.2f of %s %s", value / most, most, unit)
        printf "%-58s%-16s%s\n", what, sprintf("%.4g %s", value, unit), share
    }'
}

least() { sort -n | head -1; }

# Milliseconds of processor time that a command and its children use, the least of five runs.
cpu() {
    local TIMEFORMAT='%U %S'
    for _ in 1 2 3 4 5; do
        { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ print ($1 + $2) * 1000 }'
    done | least
}

# names COUNT: an inventory in which one host has so many; twins are never acted on.
names() {
    cat >"$work/fleet.yml" <<END
version: 1
defaults: {service: antnode, policy: {survey_interval: 604800, sample_interval: 5}}
hosts:
  "held[001:$(printf %03d "$1")]": {}
END
    rm -f "$work"/fleet.db*
}

# raise NODES: a host with so many nodes.
raise() {
    "$checkout/Tests/Fleets/loopback/up.sh" --owner $$ --hosts 1 --nodes "$1" "$fleet" >/dev/null
    port=$(sed -n 's/^ *Port //p' "$fleet/ssh_config" | head -1)
    printf '* %s\n' "$(awk '{ print $2, $3; exit }' "$fleet/host_keys")" >"$work/known_hosts"
    cat >"$work/ssh_config" <<END
Host *
  HostName 127.0.1.1
  User $(sed -n 's/^ *User //p' "$fleet/ssh_config" | head -1)
  Port ${port:-22}
  IdentityFile $fleet/id
  IdentitiesOnly yes
  UserKnownHostsFile $work/known_hosts
  GlobalKnownHostsFile /dev/null
END
}

lower() { "$checkout/Tests/Fleets/loopback/down.sh" "$fleet"; }

export XDG_CACHE_HOME=$work
touching=(--db "$work/fleet.db" --inventory "$work/fleet.yml" --ssh-config "$work/ssh_config")

"$release/muster-bench" "$work"
figure 'the command line, muster --help' "$(cpu "$muster" --help)" ms 20

figure 'the agent on disk' "$(awk -v n="$(wc -c <"$agent")" 'BEGIN { print n / 1e6 }')" MB 8.5
figure '  packed' "$(awk -v n="$(wc -c <"$agent.gz")" 'BEGIN { print n / 1e6 }')" MB 3.2
raise "$nodes"
names 2
spent=$(for _ in 1 2 3 4 5; do
    "$muster" survey held001 --json "${touching[@]}" 2>/dev/null | sed -n 's/.*"agentCPU": *\([0-9]*\).*/\1/p'
done | least)
figure "a survey of $nodes nodes, the agent's processor time" "${spent:-nan}" ms 60
mapfile -t ports < <(awk '{ print $2 }' "$fleet/loop01/nodes")
"$release/muster-bench" pages "${ports[@]}"
"$agent" survey >/dev/null &
peak=0
while now=$(awk '/VmHWM/ { print $2 / 1000 }' "/proc/$!/status" 2>/dev/null) && [ -n "$now" ]; do
    peak=$now
    sleep 0.02
done
figure "  its memory at most" "$peak" MB 12
lower

raise 1
names 50
figure 'a ping, the whole process, of each of 50 hosts' \
    "$(cpu "$muster" ping "${touching[@]}" | awk '{ print $1 / 50 }')" ms 2
figure '  an OpenSSH client that does the same' "$(cpu ssh -F "$work/ssh_config" 127.0.1.1 true)" ms

names "$sessions"
"$muster" watch "${touching[@]}" >"$work/watch.log" 2>&1 &
watch=$!
held() { ss -Htn state established "( dport = :${port:-22} )" dst 127.0.1.1 | wc -l; }
for _ in $(seq 1 240); do
    [ "$(held)" -lt "$sessions" ] || break
    kill -0 $watch 2>/dev/null || break
    sleep 0.5
done
# The first surveys and plans of all hosts are not what holding costs.
sleep 45
if kill -0 $watch 2>/dev/null; then
    count=$(held)
    ticks() { awk '{ print $14 + $15 }' "/proc/$watch/stat"; }
    before=$(ticks)
    sleep 20
    used=$((($(ticks) - before) * 10))
    figure "memory of a watch that holds $count sessions" "$(awk '/VmRSS/ { print $2 / 1024 }' "/proc/$watch/status")" MB 80
    # Each session streams a sample each 5 s: four in 20 s.
    figure '  a sample over a held session, processor time' \
        "$(awk -v used="$used" -v n="$count" 'BEGIN { print used / (n ? n * 4 : 1) }')" ms 0.5
else
    echo "the watch ended:" && tail -5 "$work/watch.log"
fi
