#!/bin/bash
# Checks form: Swift's formatter, shell scripts.
# usage: lint.sh    (from the checkout's root)
set -euo pipefail
swift format lint --strict --recursive Package.swift Sources Tests
mapfile -t scripts < <(git ls-files -co --exclude-standard -- '*.sh' .ci/run)
shellcheck -x -P . "${scripts[@]}"
