import MusterSim
import Testing

struct PageTests {
    private let identity = PeerIdentity(secretKey: [UInt8](repeating: 3, count: 32))
    private var pages: NodePages { NodePages(identity: identity, version: "0.4.17") }

    /// The value of the first sample whose name and labels are these.
    private func value(_ sample: String, _ page: String) -> Double? {
        page.split(separator: "\n").first { $0.hasPrefix(sample + " ") }
            .flatMap { Double($0.dropFirst(sample.count + 1)) }
    }

    private func families(_ page: String) -> [String] {
        page.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { String($0.dropFirst(7)) }
    }

    @Test func aDayOldNodeHasAllFamiliesInOrder() {
        #expect(families(pages.metrics(uptime: 86_400, use: ProcessUse())) == expectedFamilies)
    }

    @Test func aYoungNodeHasTheSameFamilies() {
        #expect(families(pages.metrics(uptime: 0, use: ProcessUse())) == expectedFamilies)
    }

    @Test func theExtendedPageHasOneFamilyMore() {
        let more = families(pages.extendedMetrics(uptime: 86_400, use: ProcessUse()))
        #expect(more == expectedFamilies + ["ant_networking_shunned_count_across_time_frames gauge"])
    }

    @Test func aPageIsAsLongAsARealOneAndEnds() {
        let page = pages.metrics(uptime: 86_400, use: ProcessUse())
        #expect((44_000...56_000).contains(page.utf8.count))
        #expect(page.hasSuffix("\n# EOF\n"))
    }

    @Test(arguments: [("ant_networking_connected_peers", 0.0), ("ant_networking_peers_in_routing_table", 0)])
    func aNodeThatIsToldToClaimNoPeersHasNone(family: String, claimed: Double) {
        let lonely = NodePages(identity: identity, version: "0.4.18", peers: 0)
        #expect(value(family, lonely.metrics(uptime: 600, use: ProcessUse())) == claimed)
        #expect(value(family, pages.metrics(uptime: 600, use: ProcessUse())) ?? 0 > claimed)
    }

    @Test func theSameMomentReadsTheSame() {
        let use = ProcessUse(memory: 5_000_000, cpu: 1.5)
        #expect(pages.metrics(uptime: 777, use: use) == pages.metrics(uptime: 777, use: use))
    }

    @Test func countersNeverFallAndSomethingMoves() {
        var last = [Substring: Double]()
        var pages = Set<String>()
        for uptime in stride(from: 0.0, through: 20_000, by: 500) {
            let page = self.pages.metrics(uptime: uptime, use: ProcessUse())
            pages.insert(page)
            for line in page.split(separator: "\n") where line.contains("_total") && !line.hasPrefix("#") {
                guard let space = line.lastIndex(of: " "), let number = Double(line[line.index(after: space)...]) else {
                    Issue.record("no number: \(line)")
                    continue
                }
                #expect(number >= last[line[..<space]] ?? 0, "\(line)")
                last[line[..<space]] = number
            }
        }
        #expect(pages.count == 41)
    }

    @Test func rewardsBeginAnewWithTheProcess() {
        let balance = "ant_node_current_reward_wallet_balance"
        #expect(value(balance, pages.metrics(uptime: 0, use: ProcessUse())) == 0)
        #expect((value(balance, pages.metrics(uptime: 86_400, use: ProcessUse())) ?? 0) > 1e14)
    }

    @Test func paceHastensTheCountersButNotTheUptime() {
        let page = pages.metrics(uptime: 60, pace: 600, use: ProcessUse())
        #expect(value("ant_node_uptime", page) == 60)
        #expect((value("ant_networking_live_time", page) ?? 0) == 10)
    }

    @Test func theProcessFiguresAreTheGivenOnes() {
        let page = pages.metrics(uptime: 60, use: ProcessUse(memory: 97_812_500, cpu: 1.7253))
        #expect(value("ant_networking_process_memory_used_mb", page) == 97.8125)
        #expect(value("ant_networking_process_cpu_usage_percentage", page) == 1.7253)
    }

    @Test func metadataSaysWhoTheNodeIs() {
        let page = pages.metadata
        #expect(page.contains("ant_networking_peer_id_info{peer_id=\"\(identity.peerID)\"} 1\n"))
        #expect(page.contains("ant_node_antnode_version_info{antnode_version=\"0.4.17\"} 1\n"))
        #expect(page.hasSuffix("\n# EOF\n"))
    }

    @Test func aLieIsEscapedAsTheFormatWantsIt() {
        let page = NodePages(identity: identity, peerID: "a\"b\\c\n\u{1b}[31m", version: "0").metadata
        #expect(page.contains("peer_id=\"a\\\"b\\\\c\\n\u{1b}[31m\"} 1\n"))
    }
}
