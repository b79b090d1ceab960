import FleetHarness
import Testing

/// The fleet itself: what the product's tests stand on.
@Suite(.enabled(if: Fleet.running(.loopback) != nil, "no loopback fleet: run `make test-loopback`"))
struct LoopbackFleetTests {
    private let workstation: Workstation
    private var fleet: Fleet { workstation.fleet }

    init() throws { workstation = try Workstation(Fleet.running(.loopback)) }

    @Test func eachHostAnswersUnderItsOwnName() async throws {
        for host in fleet.hosts {
            let outcome = try await workstation.ssh(host.name, "cat /proc/sys/kernel/hostname")
            #expect(outcome.output == host.name + "\n", "\(outcome)")
        }
    }

    @Test func noTwoHostsAreTheSameMachine() async throws {
        var identities = Set<String>()
        for host in fleet.hosts {
            identities.insert(try await workstation.ssh(host.name, "cat /etc/machine-id").output)
            identities.insert(try await workstation.ssh(host.name, "cat /proc/sys/kernel/random/boot_id").output)
        }
        #expect(identities.count == 2 * fleet.hosts.count)
    }

    @Test func aHostSeesItsOwnNodesAlone() async throws {
        for host in fleet.hosts {
            let list = #"for p in /proc/[0-9]*; do readlink $p/exe; done | grep '/antnode$' | sort"#
            let outcome = try await workstation.ssh(host.name, list)
            let expected = host.nodes.map { $0.rootDirectory + "/antnode" }.sorted()
            #expect(outcome.output.split(separator: "\n").map(String.init) == expected, "\(outcome)")
        }
    }

    /// Sooner or later: nodes have only just begun, or another test makes them lie for a while.
    @Test func everyNodeServesItsPages() async throws {
        for host in fleet.hosts {
            for node in host.nodes {
                let ask = "curl -sS --max-time 5 http://127.0.0.1:\(node.metricsPort)/metrics"
                var page: Outcome?
                let isServed = try await eventually(within: .seconds(120)) {
                    page = try await workstation.ssh(host.name, ask)
                    return page?.output.contains("\nant_node_uptime ") == true
                        && page?.output.hasSuffix("# EOF\n") == true
                }
                #expect(isServed, "\(node.name): \(page?.description.suffix(2000) ?? "")")
            }
        }
    }

    @Test func aStrangerKeyIsRefused() async throws {
        let stranger = try Workstation(fleet, trusting: false)
        let outcome = try await stranger.ssh(try #require(fleet.hosts.first).name, "true")
        #expect(outcome.exitCode == 255)
        #expect(outcome.errorOutput.contains("Host key verification failed"))
    }
}
