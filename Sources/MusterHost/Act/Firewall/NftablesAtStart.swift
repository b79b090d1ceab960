import MusterModel

/// Puts a node's rules back before its unit starts: after a reboot the running rule set is without them.
enum NftablesAtStart {
    /// A line for a shell that runs as root; `nil` where the node has no public port.
    ///
    /// Reads the chains by the same marks as ``Nftables``, and adds to each what is not there. A name that a rule's
    /// comment may have needs no quoting in it: see ``NodePlace/checkName(_:)``.
    static func script(_ node: NodeSpec) -> String? {
        let ports = node.ports.filter(\.isPublic)
        guard !ports.isEmpty else { return nil }
        let comment = "\"\(Nftables.comment(node.name))\""
        let rules = ports.map { claim in
            let rule = "\(claim.transport.rawValue) dport \(claim.port) accept comment"
            return "nft list chain $t $n | grep -qF '\(rule) \(comment)' || nft insert rule $t $n \(rule) '\(comment)'"
        }
        return [
            "nft list chains | while read -r a b c d e; do case \"$a $b $c $d\" in",
            "\"table inet \"*|\"table ip \"*|\"table ip6 \"*) t=\"$b $c\";; \"table \"*) t=;; \"chain \"*) n=$b;;",
            "\"type filter hook input\")",
            "case \"$t\" in \"\"|*\" f2b-\"*|*\" firewalld\"*) continue;; esac;",
            rules.joined(separator: "; ") + ";; esac; done",
        ].joined(separator: " ")
    }
}
