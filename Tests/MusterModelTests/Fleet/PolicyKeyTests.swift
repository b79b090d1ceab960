import MusterModel
import Testing

struct PolicyKeyTests {
    @Test(arguments: PolicyKey.allCases)
    func everyKeyHasHelpAndADefaultThatItsTypeTakes(_ key: PolicyKey) {
        let rule = key.rule
        #expect(!rule.help.isEmpty)
        if case .value(let value) = rule.default { #expect(rule.type.value(value.text) == value) }
    }

    @Test(
        arguments: [
            (PolicyKey.nodeCap, "8", Scalar.integer(8)), (.nodeCap, "-1", nil), (.nodeCap, "1.5", nil),
            (.nodeCap, "99999999999999999999", nil), (.cpuRemove, "70.5", .real(70.5)),
            (.cpuRemove, "70", .integer(70)),
            (.cpuRemove, "100.1", nil), (.cpuRemove, "nan", nil), (.cpuRemove, "0x10", nil), (.cpuRemove, "1e1", nil),
            (.noUPnP, "true", .text("true")), (.noUPnP, "yes", nil), (.relief, "never", .text("never")),
            (.relief, "maybe", nil), (.nodeStorage, "/mnt/nodes", .text("/mnt/nodes")), (.nodeStorage, "nodes", nil),
            (.nodeStorage, "/mnt/../etc", nil), (.nodeStorage, "/mnt/\u{1B}x", nil),
            (.targetVersion, "0.4.17", .text("0.4.17")), (.targetVersion, "newest", nil),
            (.environment, "A=1 B_2=x=y", .text("A=1 B_2=x=y")), (.environment, "2A=1", nil), (.environment, "A", nil),
        ] as [(PolicyKey, String, Scalar?)])
    func valuesAreChecked(_ key: PolicyKey, _ text: String, _ expected: Scalar?) {
        #expect(key.rule.type.value(text) == expected)
    }

    @Test func aKindsSettingComesBeforeTheHostsThenTheDefault() {
        let policy = Policy(
            host: ["node_cap": .integer(50), "delay_start": .integer(60)], kinds: ["antnode": ["node_cap": .integer(8)]]
        )
        #expect(policy.whole(.nodeCap, kind: "antnode") == 8)
        #expect(policy.whole(.nodeCap, kind: "service") == 50)
        #expect(policy.whole(.nodeCap) == 50)
        #expect(policy.duration(.delayStart, kind: "antnode") == .seconds(60))
        #expect(policy.duration(.surveyDelay) == .zero)
        #expect(policy.written(.cpuRemove) == nil)
        #expect(policy.number(.cpuRemove) == 70)
        #expect(policy.number(.desiredLoadAverage) == nil)
        #expect(policy.number(.desiredLoadAverage, cores: 8) == 4.8)
        #expect(!policy.flag(.enableUpgrade))
    }

    @Test(arguments: [(55, 55), (55_000, 55), (55_001, 55), (999, 999)] as [(Int64, Int64)])
    func portBasesAreThousands(_ written: Int64, _ thousands: Int64) {
        #expect(Policy(host: ["port_start": .integer(written)]).portThousands(.portStart) == thousands)
    }

    /// The addresses are the examples of EIP-55.
    @Test(arguments: [
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "0x52908400098527886E0F7030069857D2E4169EE7", "0xde709f2102306220921060314715629080e2fb77",
    ])
    func checksumsOfTheStandardsExamplesHold(_ text: String) throws {
        #expect(try #require(RewardsAddress(text)).description == text)
        #expect(RewardsAddress(text.lowercased()) == RewardsAddress(text))
        #expect(RewardsAddress("0x" + text.dropFirst(2).uppercased()) == RewardsAddress(text))
    }

    @Test(arguments: [
        "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb", "", "0x",
        "0xg2908400098527886E0F7030069857D2E4169EE7", "52908400098527886E0F7030069857D2E4169EE7",
    ])
    func otherTextsAreNoAddress(_ text: String) {
        #expect(RewardsAddress(text) == nil)
    }

    @Test func walletsHaveWeights() throws {
        let text = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed:3, donate ,Faucet:2"
        let wallets = try #require(Wallets(text))
        #expect(wallets.shares.map(\.weight) == [3, 1, 2])
        #expect(wallets.shares.map(\.receiver).suffix(2) == [.donate, .faucet])
        for bad in ["", ",", "donate:0", "donate:-1", "donate:x", "somebody", "donate:1:2"] {
            #expect(Wallets(bad) == nil, "\(bad)")
        }
    }
}
