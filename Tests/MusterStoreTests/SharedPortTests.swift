import MusterModel
import MusterStore
import Testing

/// Hosts behind one public address.
struct SharedPortTests {
    private let ledger: Ledger
    private let neighbour: HostName
    private let stranger: HostName

    init() async throws {
        ledger = try await Ledger(nodes: 2)
        neighbour = try .named("hel02")
        stranger = try .named("hel03")
        try await ledger.store.sync(
            hosts: [
                HostTarget(name: ledger.host, labels: ["nat": "attic"]),
                HostTarget(name: neighbour, labels: ["nat": "attic"]),
                HostTarget(name: stranger, labels: ["nat": "cellar"]),
            ], at: .at(1))
    }

    private func adding(_ digit: Character, port: UInt16, on host: HostName) throws -> LedgerEntry {
        var entry = try LedgerEntry.example(digit, .add, node: 7, of: host)
        entry.request.node?.ports = [
            PortClaim(field: NodeField.nodePort, port: port, transport: .udp, isPublic: true)
        ]
        return entry
    }

    @Test func portsAreThoseOfNodesAndOfAdditionsUnderWay() async throws {
        #expect(try await ledger.store.claimedPorts(of: [ledger.host]) == [ledger.host: [12_001, 12_002]])
        try await ledger.store.intend([try adding("a", port: 12_007, on: ledger.host)])
        #expect(try await ledger.store.portsBeside(neighbour) == [12_001, 12_002, 12_007])
        #expect(try await ledger.store.portsBeside(stranger).isEmpty)
        #expect(try await ledger.store.portsBeside(ledger.host).isEmpty)
    }

    @Test func noIntentTakesANeighboursPortWhoeverPlanned() async throws {
        let store = ledger.store
        let taken = try adding("a", port: 12_002, on: neighbour)
        await #expect(throws: StoreError.portIsTaken(12_002, by: ledger.host)) { try await store.intend([taken]) }
        #expect(try await store.openEntries().isEmpty)
        try await store.intend([try adding("b", port: 12_002, on: stranger)])
        try await store.intend([try adding("c", port: 12_009, on: neighbour)])
        let own = try adding("d", port: 12_009, on: ledger.host)
        await #expect(throws: StoreError.portIsTaken(12_009, by: neighbour)) { try await store.intend([own]) }
    }
}
