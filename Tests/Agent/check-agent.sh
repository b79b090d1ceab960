#!/bin/sh -eu
# check-agent.sh AGENT PACKED [LINK-LOG]: the agent stays small, and looks nobody up through the C library.
# LINK-LOG holds what the build printed; the linker warns there of every function that needs shared libraries.
agent=$1
packed_agent=$2
log=${3:-}
most=8500000
# The aim is 3.2 MB, and reached; this keeps it from growing unseen.
most_packed=3230000

fail() {
    echo "check-agent: $*" >&2
    exit 1
}

size=$(wc -c <"$agent")
packed=$(wc -c <"$packed_agent")
[ "$size" -le "$most" ] || fail "the agent has $size bytes, more than $most"
[ "$packed" -le "$most_packed" ] || fail "packed, the agent has $packed bytes, more than $most_packed"

# Strings of look-ups that went in: their configuration files and service switches.
for word in /etc/nsswitch.conf nss_action_parse libnss_; do
    if grep -aq "$word" "$agent"; then fail "the agent holds '$word': something in it asks the name service switch"; fi
done

if [ -n "$log" ]; then
    if grep "in statically linked applications" "$log" | grep -v "Using 'dlopen'" >&2; then
        fail "the linker names functions that need shared libraries"
    fi
fi
"$agent" version >/dev/null || fail "the agent does not run"
echo "agent: $size bytes, $packed packed"
