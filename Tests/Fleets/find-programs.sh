# shellcheck shell=bash
# Sets `checkout`, `sim` and `muster` to what was built; to be sourced.
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Prints the first path that is an executable file.
first_program() {
    local path
    for path in "$@"; do
        if [ -n "$path" ] && [ -x "$path" ]; then
            echo "$path"
            return
        fi
    done
}

sim=$(first_program "${MUSTER_SIM:-}" "$checkout/.build/agent/release/antnode-sim" "$checkout/.build/debug/antnode-sim")
# shellcheck disable=SC2034
muster=$(first_program "${MUSTER:-}" "$checkout/.build/debug/muster" "$checkout/.build/release/muster")
if [ -z "$sim" ]; then
    echo "antnode-sim is not built: run 'make agent'" >&2
    exit 2
fi
