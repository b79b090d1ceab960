import MusterSim
import Testing

struct IdentityTests {
    @Test(arguments: [("", ""), ("Hello World!", "2NEpo7TZRRrLZSi2U"), ("\0\0a", "112g")])
    func base58MatchesItsVectors(text: String, encoded: String) {
        #expect(Base58.encode(Array(text.utf8)) == encoded)
    }

    @Test func aPeerIDLooksLikeARealOne() {
        let peerID = PeerIdentity(secretKey: [UInt8](repeating: 7, count: 32)).peerID
        #expect(peerID.hasPrefix("12D3KooW"))
        #expect(peerID.count == 52)
    }

    @Test func anotherKeyIsAnotherPeer() {
        let first = PeerIdentity(secretKey: [UInt8](repeating: 7, count: 32))
        #expect(first == PeerIdentity(secretKey: [UInt8](repeating: 7, count: 32)))
        #expect(first.peerID != PeerIdentity(secretKey: [UInt8](repeating: 8, count: 32)).peerID)
    }
}
