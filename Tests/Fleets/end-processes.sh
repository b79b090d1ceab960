# shellcheck shell=bash
# Ends every process that a fleet's up.sh started, and the command that with.sh runs beside it; to be sourced.
# Each of them carries the fleet's directory in its environment, and the first process of a host takes the rest along.
end_processes() { # DIR
    end_marked "MUSTER_FLEET_DIR=$1" "MUSTER_FLEET=$1/fleet.json"
}

# Whether a process runs; one that has ended and was not yet waited for does not.
is_running() { # PID
    local state
    state=$(cut -d')' -f2- "/proc/$1/stat" 2>/dev/null) && [ "${state:1:1}" != Z ]
}

# Ends all processes that began with one of these in their environment, but the caller.
end_marked() { # NAME=VALUE…
    local environment pid left marks=("${@/#/--regexp=}")
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        left=
        while read -r environment; do
            pid=${environment#/proc/}
            pid=${pid%/environ}
            if [ "$pid" != $$ ] && kill -KILL "$pid" 2>/dev/null; then left=1; fi
        done < <(grep -lzxF "${marks[@]}" /proc/[0-9]*/environ 2>/dev/null)
        [ -n "$left" ] || return 0
        sleep 0.1
    done
}
