import Glibc
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// The kernel's own filter, in a network namespace of the test's own.
@Suite(.enabled(if: geteuid() == 0 && access("/usr/sbin/nft", X_OK) == 0, "needs root and nftables"))
struct NftablesKernelTests {
    private struct NamespaceRunner: CommandRunner {
        let name: String
        let inner: SpawnRunner

        func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
            var inside = command
            inside.arguments = ["ip", "netns", "exec", name] + command.arguments
            return try await inner.run(inside, until: deadline)
        }
    }

    private static let rules = """
        add table inet filter
        add chain inet filter input { type filter hook input priority 0; policy drop; }
        add rule inet filter input udp dport 55007 counter comment "mine"
        add table inet nat
        add chain inet nat pre { type nat hook prerouting priority 0; }

        """

    @Test func opensAndClosesNothingButItsOwn() async throws {
        let name = "muster-test-\(Randomness.system.hex(4))"
        let listings = try await onLoop { loop in
            let inner = SpawnRunner(loop: loop)
            let made = try await inner.run(Command(["ip", "netns", "add", name]), until: .after(.seconds(5)))
            guard made.status.isSuccess else { return [String]() }
            let runner = NamespaceRunner(name: name, inner: inner)
            let deadline = Deadline.after(.seconds(20))
            let filled = Command(["nft", "-f", "-"], input: Array(Self.rules.utf8))
            var listings = [try await runner.run(filled, until: deadline).errorOutput.text]
            let list = Command(["nft", "list", "ruleset"])
            listings.append(try await runner.run(list, until: deadline).output.text)
            let firewall = Nftables(runner: runner)
            for _ in 1...2 { try await firewall.open(UnitTextTests.node(), until: deadline) }
            listings.append(try await runner.run(list, until: deadline).output.text)
            for _ in 1...2 { try await firewall.close(UnitTextTests.node(), until: deadline) }
            listings.append(try await runner.run(list, until: deadline).output.text)
            _ = try await inner.run(Command(["ip", "netns", "delete", name]), until: .after(.seconds(5)))
            return listings
        }
        // Without the right to make a namespace there is nothing to look at.
        guard listings.count == 4 else { return }
        #expect(listings[0] == "")
        let own = "udp dport 55007 accept comment \"muster:antnode0007\""
        #expect(listings[2].split(separator: "\n").filter { $0.contains(own) }.count == 1)
        #expect(!listings[1].contains(own))
        #expect(listings[3] == listings[1])
    }
}
