import MusterModel

/// Ports in use on this host, by the kernel's own lists.
struct Listeners: Hashable, Sendable {
    var udp: Set<UInt16> = []
    var tcp: Set<UInt16> = []

    /// `nil` where the kernel's lists cannot be read; a host without IPv6 has two of them.
    init?(_ root: HostRoot) {
        guard let udp = root.kernelFile("/proc/net/udp"), let tcp = root.kernelFile("/proc/net/tcp") else { return nil }
        take(udp, into: \.udp, onlyListening: false)
        take(root.kernelFile("/proc/net/udp6") ?? [], into: \.udp, onlyListening: false)
        take(tcp, into: \.tcp, onlyListening: true)
        take(root.kernelFile("/proc/net/tcp6") ?? [], into: \.tcp, onlyListening: true)
    }

    func has(_ claim: PortClaim) -> Bool {
        switch claim.transport {
        case .udp: udp.contains(claim.port)
        case .tcp: tcp.contains(claim.port)
        }
    }

    /// Lines such as `  0: 00000000:D6D8 00000000:0000 0A …`, in hexadecimal digits; `0A` is a socket that listens.
    private mutating func take(
        _ table: [UInt8], into ports: WritableKeyPath<Self, Set<UInt16>>, onlyListening: Bool
    ) {
        for line in table.lines.dropFirst() {
            let words = line.words
            guard words.count > 3, !onlyListening || words[3].text == "0A",
                let colon = words[1].lastIndex(of: UInt8(ascii: ":")),
                let port = UInt16(words[1][(colon + 1)...].text, radix: 16)
            else { continue }
            self[keyPath: ports].insert(port)
        }
    }
}
