import Glibc
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// The kernel's own filter, told by nft(8).
@Suite(.enabled(if: FilterNamespace.isPossible && access("/usr/sbin/nft", X_OK) == 0, "needs root and nftables"))
struct RealNftablesTests {
    private static let rules = """
        add table inet filter
        add chain inet filter input { type filter hook input priority 0; policy drop; }
        add chain inet filter other
        add rule inet filter input udp dport 55007 counter comment "mine"
        add table inet nat
        add chain inet nat pre { type nat hook prerouting priority 0; }
        add table ip f2b-table
        add chain ip f2b-table in { type filter hook input priority -1; }
        add table bridge b
        add chain bridge b input { type filter hook input priority 0; }
        add table ip6 six
        add chain ip6 six out { type filter hook output priority 0; }
        add chain ip6 six in { type filter hook input priority 10; }

        """
    private static let own = "udp dport 55007 accept comment \"muster:antnode0007\""

    private static func count(_ listing: String) -> Int {
        listing.split(separator: "\n").filter { $0.contains(own) }.count
    }

    @Test func opensAndClosesNothingButItsOwn() async throws {
        let listings = try await FilterNamespace.with { space in
            var listings = [try await space.ask(["nft", "-f", "-"], input: Self.rules)]
            let list = ["nft", "list", "ruleset"]
            listings.append(try await space.ask(list))
            let firewall = Nftables(runner: space)
            for _ in 1...2 { try await firewall.open(UnitTextTests.node(), until: space.deadline) }
            listings.append(try await space.ask(list))
            for _ in 1...2 { try await firewall.close(UnitTextTests.node(), until: space.deadline) }
            listings.append(try await space.ask(list))
            return listings
        }
        #expect(listings[0] == "")
        #expect(Self.count(listings[2]) == 2)
        #expect(Self.count(listings[1]) == 0)
        #expect(listings[3] == listings[1])
    }

    /// After a reboot the rules of the file are there and ours are not; the unit's line does what opening does.
    @Test func aUnitThatStartsPutsItsRulesBack() async throws {
        let script = try #require(NftablesAtStart.script(UnitTextTests.node()))
        let (opened, restored, closed) = try await FilterNamespace.with { space in
            let list = ["nft", "list", "ruleset"]
            _ = try await space.ask(["nft", "-f", "-"], input: Self.rules)
            let firewall = Nftables(runner: space)
            try await firewall.open(UnitTextTests.node(), until: space.deadline)
            let opened = try await space.ask(list)
            _ = try await space.ask(["nft", "-f", "-"], input: "flush ruleset\n" + Self.rules)
            for _ in 1...2 { _ = try await space.ask(["/bin/sh", "-c", script]) }
            let restored = try await space.ask(list)
            try await firewall.open(UnitTextTests.node(), until: space.deadline)
            #expect(try await space.ask(list) == restored)
            try await firewall.close(UnitTextTests.node(), until: space.deadline)
            return (opened, restored, try await space.ask(list))
        }
        #expect(Self.count(opened) == 2)
        #expect(restored == opened)
        #expect(Self.count(closed) == 0)
    }
}

/// Ubuntu's front end, with a directory of rules of its own.
@Suite(.enabled(if: FilterNamespace.isPossible && access("/usr/sbin/ufw", X_OK) == 0, "needs root and ufw"))
struct RealUfwTests {
    @Test(arguments: [false, true])
    func opensAndClosesNothingButItsOwn(isActive: Bool) async throws {
        var other = UnitTextTests.node()
        other.name = "antnode0008"
        other.ports[0].port = 55008
        let foreign = other
        let (before, opened, filter, closed) = try await FilterNamespace.with { space in
            _ = try await space.ask(["ufw", "allow", "22/tcp"])
            _ = try await space.ask(["ufw", "allow", "55008/udp", "comment", "mine"])
            if isActive { _ = try await space.ask(["ufw", "--force", "enable"]) }
            let list = ["ufw", "show", "added"]
            let before = try await space.ask(list)
            let firewall = Ufw(runner: space)
            for _ in 1...2 {
                try await firewall.open(UnitTextTests.node(), until: space.deadline)
                try await firewall.open(foreign, until: space.deadline)
            }
            let opened = try await space.ask(list)
            let filter = try await space.ask(["iptables", "-S"])
            for _ in 1...2 {
                try await firewall.close(UnitTextTests.node(), until: space.deadline)
                try await firewall.close(foreign, until: space.deadline)
            }
            return (before, opened, filter, try await space.ask(list))
        }
        #expect(before.contains("ufw allow 55008/udp"))
        #expect(opened == before + "ufw allow 55007/udp comment 'muster:antnode0007'\n")
        #expect(filter.contains("--dport 55007 -j ACCEPT") == isActive)
        #expect(closed == before)
    }
}
