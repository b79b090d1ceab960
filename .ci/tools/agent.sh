#!/bin/bash
# Builds the agent and the practice node as static programs and lays the agent out where the controller looks for it.
# usage: agent.sh    (from the checkout's root)
set -euo pipefail
scratch=.build/agent
# What it takes to stay small: docs/decisions/how-the-agent-stays-small.md.
link=(-Xlinker --gc-sections -Xlinker -s)
for table in ScalarName Age Script ScriptExtensions; do link+=(-Xlinker "--wrap=_swift_stdlib_get$table"); done
for part in Settings _isThunkFunction; do link+=(-Xlinker "--wrap=_swift_backtrace$part"); done
flags=(-c release --scratch-path "$scratch" -Xswiftc -static-executable -Xswiftc -Osize
    -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xllvm -Xswiftc -enable-machine-outliner=always
    -Xswiftc -enforce-exclusivity=unchecked "${link[@]}")
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

# Links the agent once more with the model as an archive, of which only the files that it uses go in.
relink() {
    local list=$scratch/release/muster-agent.product/Objects.LinkFileList model=$scratch/libMusterModel.a
    rm -f "$model"
    grep /MusterModel.build/ "$list" | xargs ar crs "$model"
    grep -v /MusterModel.build/ "$list" | xargs swiftc -emit-executable -static-executable -Osize \
        -o "$scratch/muster-agent" "$model" "${link[@]}" -Xlinker --defsym -Xlinker main=muster_agent_main 2>&1 |
        tee -a "$log"
}

build muster-agent
relink
mkdir -p "$out"
agent=$out/muster-agent-$arch
# Unwinding tables are a seventh of the file, and nothing in the agent unwinds the stack.
objcopy -R .eh_frame -R .eh_frame_hdr "$scratch/muster-agent" "$agent.new"
Tests/Agent/check-agent.sh "$agent.new" "$log"
build antnode-sim

gzip -9nc "$agent.new" >"$agent.gz.new"
(cd "$out" && sha256sum "muster-agent-$arch.new" | cut -d' ' -f1) >"$agent.sha256.new"
for suffix in .gz .sha256 ''; do mv "$agent$suffix.new" "$agent$suffix"; done
