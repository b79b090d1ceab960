#!/bin/bash
# Builds the agent and the practice node as static programs and lays the agent out where the controller looks for it.
# usage: agent.sh    (from the checkout's root)
set -euo pipefail
scratch=.build/agent
# What it takes to stay small: docs/decisions/how-the-agent-stays-small.md.
without=(_swift_stdlib_get{ScalarName,Age,Script,ScriptExtensions} _swift_backtrace{Settings,_isThunkFunction}
    __cxa_demangle swift_dispatchEnqueue{Global,Main,WithDeadline} swift_task_enqueueOnDispatchQueue
    dispatch_{main,assert_queue} _dispatch_main_q)
link=(-Xlinker --gc-sections -Xlinker -s)
for name in "${without[@]}"; do link+=(-Xlinker "--wrap=$name"); done
flags=(-c release --scratch-path "$scratch" -Xswiftc -static-executable -Xswiftc -Osize
    -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xllvm -Xswiftc -enable-machine-outliner=always
    -Xswiftc -enforce-exclusivity=unchecked "${link[@]}")
# Package.swift leaves the controller's nouns out.
export MUSTER_AGENT=1
out=.build/libexec/muster
arch=$(uname -m)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

build() {
    # Linked anew each time: the linker's warnings are looked at below.
    rm -f "$scratch/release/$1"
    swift build "${flags[@]}" --product "$1" 2>&1 | tee -a "$log" | grep -vE '^\[[0-9]+/[0-9]+\]|^$' || true
    [ -x "$scratch/release/$1" ] || { echo "agent.sh: $1 was not built" >&2; exit 1; }
}

build muster-agent
mkdir -p "$out"
agent=$out/muster-agent-$arch
# Unwinding tables are a seventh of the file, and nothing in the agent unwinds the stack.
objcopy -R .eh_frame -R .eh_frame_hdr "$scratch/release/muster-agent" "$agent.new"
# A thirtieth smaller than what gzip makes, and any gzip unpacks it.
libdeflate-gzip -12 -c "$agent.new" >"$agent.gz.new"
Tests/Agent/check-agent.sh "$agent.new" "$agent.gz.new" "$log"
build antnode-sim

(cd "$out" && sha256sum "muster-agent-$arch.new" | cut -d' ' -f1) >"$agent.sha256.new"
for suffix in .gz .sha256 ''; do mv "$agent$suffix.new" "$agent$suffix"; done
