#!/bin/bash
# Holds the agent against its limits: 8.5 MB on disk, 3.5 MB on the way to a host.
# usage: agent-size.sh    (from the checkout's root, after agent.sh)
set -euo pipefail
agent=.build/libexec/muster/muster-agent-$(uname -m)
size=$(stat -c %s "$agent") packed=$(stat -c %s "$agent.gz")
echo "agent: $size bytes, gzip'd $packed bytes"
[ "$size" -le 8500000 ] || { echo "agent-size.sh: the agent is larger than 8.5 MB" >&2; exit 1; }
[ "$packed" -le 3500000 ] || { echo "agent-size.sh: the gzip'd agent is larger than 3.5 MB" >&2; exit 1; }
