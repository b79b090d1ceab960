#!/bin/bash
# Runs one stage of a build and prints how long it took.
# usage: stage.sh NAME COMMAND…
set -u
name=$1
shift
printf '==> %s\n' "$name" >&2
start=$SECONDS
"$@"
code=$?
printf '<== %s: %d s%s\n' "$name" $((SECONDS - start)) "$([ $code = 0 ] || echo ", FAILED with $code")" >&2
exit $code
