#!/bin/bash
# Shows the main job on hosts that it makes itself: trust, survey, reports. Cleans up behind itself.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=Tests/Fleets/find-programs.sh
. "$here/../find-programs.sh"
dir=$(mktemp -d "/tmp/muster-fleet.$(id -u).XXXXXX")
rmdir "$dir"
trap '"$here/down.sh" "$dir"' EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fleet() {
    printf '\033[2m$ muster %s\033[0m\n' "$*"
    "$muster" "$@" --inventory "$dir/inventory" --db "$dir/state/fleet.db" --ssh-config "$dir/ssh_config"
}

say 'Three hosts with four nodes each, on addresses of this machine'
"$here/up.sh" --hosts 3 --nodes 4 --owner $$ "$dir"
mkdir -p "$dir/state"
sleep 4 # the nodes find their first peers

say 'Their host keys are new: look at them once'
fleet trust --yes
say 'One pass over all hosts; it installs the agent on the way'
fleet survey
say 'What became of it'
fleet status
fleet report fleet
fleet report hosts
fleet report versions
fleet report node-status
cat <<END

What to try next, with hosts of your own:
  muster init                 a commented inventory to begin with
  muster inventory check      finds mistakes in it
  muster trust && muster survey && muster status
  docs/inventory.md           every key of the inventory
END
