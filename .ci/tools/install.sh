#!/bin/bash
# Copies what was built below a prefix: bin/muster, libexec/muster/, share/ with the shells' completions.
# usage: install.sh PREFIX    (from the checkout's root; DESTDIR is put in front)
set -euo pipefail
prefix=${DESTDIR:-}${1:?usage: install.sh PREFIX}
muster=.build/release/muster
install -d "$prefix/bin" "$prefix/libexec/muster"
install -m 755 "$muster" "$prefix/bin/muster"
for file in .build/libexec/muster/muster-agent-*; do
    case $file in
        *.gz | *.sha256) install -m 644 "$file" "$prefix/libexec/muster/" ;;
        *) install -m 755 "$file" "$prefix/libexec/muster/" ;;
    esac
done
install -d "$prefix/share/bash-completion/completions" "$prefix/share/zsh/site-functions" "$prefix/share/fish/vendor_completions.d"
"$muster" completions bash >"$prefix/share/bash-completion/completions/muster"
"$muster" completions zsh >"$prefix/share/zsh/site-functions/_muster"
"$muster" completions fish >"$prefix/share/fish/vendor_completions.d/muster.fish"
echo "installed below $prefix"
