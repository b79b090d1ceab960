/// What a node tells about its work at one moment.
struct Readings {
    let chunksPut: UInt64
    let graphEntriesPut: UInt64
    let putErrors: UInt64
    let recordsGot: UInt64
    let payments: UInt64
    /// Received since the process started, in attos.
    let balance: Int64
    let recordsStored: UInt64
    let relevantRecords: UInt64
    let connectedPeers: UInt64
    let openConnections: UInt64
    let routingTable: UInt64
    let peersAdded: UInt64
    let networkSize: UInt64
    let shunned: UInt64
    let shunnedByCloseGroup: UInt64
    let badPeers: UInt64

    /// The most records that a node keeps.
    static let maxRecords: UInt64 = 16384

    /// `peers` takes the place of the play's connected peers; none are in the routing table either where it is 0.
    init(_ life: NodeLife, peers: UInt64? = nil) {
        chunksPut = life.count("chunks", perHour: 20...120)
        graphEntriesPut = life.count("graph entries", perHour: 1...8)
        putErrors = life.count("put errors", perHour: 0.5...6)
        recordsGot = life.count("gets", perHour: 5...60)
        payments = life.count("payments", perHour: 0.5...6)
        balance = Self.balance(payments: payments, price: life.trait("price", in: 4e14...3e15))
        recordsStored = min(Self.maxRecords, chunksPut + graphEntriesPut + life.whole("records", around: 80...400))
        relevantRecords = recordsStored * 2 / 3
        connectedPeers = peers ?? life.whole("peers", around: 6...40)
        openConnections = connectedPeers + life.whole("connections", around: 1...9)
        routingTable = peers == 0 ? 0 : life.whole("table", around: 280...420, swing: 0.05)
        peersAdded =
            UInt64(life.trait("first peers", in: 290...420) * min(1, life.age / 30))
            + life.count("peers added", perHour: 2...20)
        networkSize = life.whole("size", around: 1_900_000...2_200_000, swing: 0.02)
        shunned = life.count("shunned", perHour: 0.02...0.4)
        shunnedByCloseGroup = min(5, shunned / 3)
        badPeers = life.count("bad peers", perHour: 0.05...0.5)
    }

    private static func balance(payments: UInt64, price: Double) -> Int64 {
        let (product, overflow) = Int64(price).multipliedReportingOverflow(by: Int64(clamping: payments))
        return overflow ? .max : product
    }
}
