import MusterModel
import Testing

@testable import MusterHost

struct HealthLookTests {
    private static let probe = Probe(id: "metrics", method: .openmetrics, portField: "metrics_port", path: "/metrics")
    private static let before = HealthLook(version: "0.4.17", peerID: "peer", peers: 101)

    private static func gate(_ fewest: Int64? = nil) -> HealthGate {
        HealthGate(probes: [probe], minPeers: fewest, holdFor: 60_000, within: 300_000)
    }

    @Test(arguments: [
        (HealthLook(version: "0.4.18", peerID: "peer", peers: 51), nil as String?),
        (HealthLook(version: "v0.4.18.0", peerID: "peer", peers: 200), nil),
        (HealthLook(version: "0.4.17", peerID: "peer", peers: 200), "it runs version 0.4.17, not 0.4.18"),
        (HealthLook(), "it does not tell its version"),
        (HealthLook(version: "0.4.18", peerID: "other", peers: 200), "its peer id is other, not peer"),
        (HealthLook(version: "0.4.18", peers: 200), "it does not tell its peer id"),
        (HealthLook(version: "0.4.18", peerID: "peer", peers: 50), "it has 50 peers, fewer than 51"),
        (HealthLook(version: "0.4.18", peerID: "peer"), "it does not tell its peers"),
    ])
    func anUpgradedNodeIsMeasuredByWhatItWas(look: HealthLook, fault: String?) {
        #expect(look.fault(after: Self.before, version: "0.4.18", Self.gate()) == fault)
    }

    @Test func aMinimumTakesThePlaceOfTheHalf() {
        let look = HealthLook(version: "0.4.18", peerID: "peer", peers: 5)
        #expect(look.fault(after: Self.before, version: "0.4.18", Self.gate(5)) == nil)
        #expect(look.fault(after: Self.before, version: "0.4.18", Self.gate(6)) == "it has 5 peers, fewer than 6")
    }

    @Test func whatWasNotKnownIsNotAskedFor() {
        #expect(HealthLook(version: "0.4.18").fault(after: HealthLook(), version: "0.4.18", Self.gate()) == nil)
        #expect(HealthLook().fault(after: HealthLook(), version: "0.4.18", Self.gate()) == nil)
        let other = HealthLook(version: "0.4.17").fault(after: HealthLook(), version: "0.4.18", Self.gate())
        #expect(other == "it runs version 0.4.17, not 0.4.18")
    }
}
