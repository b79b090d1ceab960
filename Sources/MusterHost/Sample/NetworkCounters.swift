import MusterModel

/// What one network interface has moved since it appeared.
///
/// Source: `/proc/net/dev`, loopback included.
struct NetworkCounters: Hashable, Sendable {
    var name: String
    var receivedBytes, receivedPackets, receiveErrors: UInt64
    var sentBytes, sentPackets, sendErrors: UInt64

    /// A host of containers has one interface for each.
    private static let limit = 2048

    static func all(netDev: [UInt8]) -> [NetworkCounters] {
        Array(netDev.lines.lazy.compactMap { NetworkCounters(line: $0) }.prefix(limit))
    }

    /// `eth0: 1 2 …`, with or without a blank after the colon; the two lines of headings have no such form.
    private init?(line: ArraySlice<UInt8>) {
        guard let colon = line.lastIndex(of: UInt8(ascii: ":")), let name = line[..<colon].words.first else {
            return nil
        }
        let numbers = line[(colon + 1)...].words.compactMap(\.unsigned)
        guard numbers.count == 16, name.count <= 64 else { return nil }
        self.name = name.text
        (receivedBytes, receivedPackets, receiveErrors) = (numbers[0], numbers[1], numbers[2])
        (sentBytes, sentPackets, sendErrors) = (numbers[8], numbers[9], numbers[10])
    }

    private var counters: [UInt64] {
        [receivedBytes, receivedPackets, receiveErrors, sentBytes, sentPackets, sendErrors]
    }

    /// `nil` after a reset.
    func rate(since earlier: NetworkCounters, seconds: Double) -> NetworkRate? {
        guard let step = Counters.advance(from: earlier.counters, to: counters) else { return nil }
        return NetworkRate(
            name: name, receivedBytesPerSecond: Double(step[0]) / seconds,
            sentBytesPerSecond: Double(step[3]) / seconds,
            errorsPerSecond: Double(step[2]) / seconds + Double(step[5]) / seconds)
    }
}
