#!/bin/bash
# Takes fleets down: those whose owner has ended, or with --all every one that this user may end.
# usage: down-all.sh [--all]
set -u
here=$(cd "$(dirname "$0")" && pwd)
"$here/loopback/down.sh" "${1:---orphans}"
"$here/systemd/down.sh" "${1:---orphans}"
