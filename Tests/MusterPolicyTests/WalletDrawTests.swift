import MusterModel
import Testing

@testable import MusterPolicy

struct WalletDrawTests {
    private let a = "0x" + String(repeating: "a", count: 40)
    private let b = "0x" + String(repeating: "b", count: 40)

    private func draw(_ text: String, _ drawn: [String: Int] = [:], donate: String? = nil) throws(SpecError)
        -> WalletDraw
    {
        var policy = Policy(host: ["rewards_address": .text(text)])
        policy.host["donate_address"] = donate.map { .text($0) }
        return try WalletDraw(kind: "antnode", policy: policy, drawn: drawn)
    }

    @Test
    func thousandsOfDrawsKeepTheWeights() throws {
        var draw = try draw("\(a):90,\(b):9,faucet")
        var counts: [String: Int] = [:]
        for drawn in 1...1000 {
            counts[draw.next().lowercased(), default: 0] += 1
            #expect(abs(Double(counts[a, default: 0]) - 0.9 * Double(drawn)) <= 1)
        }
        #expect(counts == [a: 900, b: 90, wallet: 10])
    }

    @Test
    func theLargestDeficitIsServedFirst() throws {
        var draw = try draw("\(a),\(b)", [a.uppercased().replacing("0X", with: "0x"): 3, b: 1, "0x1": 9])
        #expect((1...3).map { _ in draw.next().lowercased() } == [b, b, a])
    }

    @Test
    func donateIsTheWrittenAddress() throws {
        var draw = try draw("donate:2,\(b)", donate: a)
        #expect(draw.next().lowercased() == a)
        #expect(throws: SpecError.noDonateAddress(kind: "antnode")) { try self.draw("donate") }
    }

    @Test
    func noAddressExistsByDefault() {
        #expect(throws: SpecError.noRewardsAddress(kind: "antnode")) {
            try WalletDraw(kind: "antnode", policy: Policy(), drawn: [:])
        }
    }
}
