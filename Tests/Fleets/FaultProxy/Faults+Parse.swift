import MusterIO

/// The proxy's command line.
struct ProxyArguments: Sendable {
    var faults = Faults()
    var listen = SocketAddress.loopback(port: 0)
    var target: SocketAddress

    static let usage = """
        usage: fault-proxy --to ADDRESS:PORT [--listen ADDRESS:PORT] [--latency MS] [--slice BYTES]
                           [--count up|down] [--black-hole-after N] [--reset-after N] [--cut-after N]
                           [--refuse] [--babble]
        """

    /// `nil` if something is not understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        var target: SocketAddress?
        while let flag = rest.popFirst() {
            switch flag {
            case "--refuse": faults.refuses = true
            case "--babble": faults.babbles = true
            default:
                guard let value = rest.popFirst(), Self.set(flag, value, &faults, &listen, &target) else { return nil }
            }
        }
        guard let target else { return nil }
        self.target = target
    }

    private static func set(
        _ flag: String, _ value: String, _ faults: inout Faults, _ listen: inout SocketAddress,
        _ target: inout SocketAddress?
    ) -> Bool {
        switch flag {
        case "--to": target = address(value)
        case "--listen":
            guard let address = address(value) else { return false }
            listen = address
        case "--latency": faults.latency = UInt32(value) ?? 0
        case "--slice": faults.slice = Int(value) ?? 0
        case "--count":
            guard let direction = Faults.Direction(rawValue: value) else { return false }
            faults.counting = direction
        case "--black-hole-after": faults.blackHoleAfter = Int(value)
        case "--reset-after": faults.resetAfter = Int(value)
        case "--cut-after": faults.cutAfter = Int(value)
        default: return false
        }
        return true
    }

    private static func address(_ text: String) -> SocketAddress? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        return SocketAddress(numeric: String(text[..<colon]), port: port)
    }
}
