import FleetHarness
import Testing

/// The proxy that other tests put into the link.
@Suite(.enabled(if: Fleet.running(.loopback) != nil, "no loopback fleet: run `make test-loopback`"))
struct FaultProxyTests {
    private let workstation: Workstation
    private let host: Fleet.Host

    init() throws {
        workstation = try Workstation(Fleet.running(.loopback))
        host = try #require(workstation.fleet.hosts.first)
    }

    private func ssh(through faults: [String], connecting limit: Int = 30) async throws -> Outcome {
        let proxy = try FaultProxyProcess(to: "\(host.address):\(host.port)", faults)
        defer { proxy.end() }
        return try await workstation.run(
            [
                "ssh", "-F", workstation.sshConfig, "-o", "BatchMode=yes", "-o", "ConnectTimeout=\(limit)",
                "-o", "HostName=127.0.0.1", "-o", "Port=\(proxy.port)", "-o",
                "HostKeyAlias=[\(host.address)]:\(host.port)", host.name, "echo through",
            ], within: .seconds(90))
    }

    @Test(arguments: [[], ["--latency", "5"], ["--slice", "3"]])
    func aSlowOrSlicedLinkCarriesEverything(faults: [String]) async throws {
        #expect(try await ssh(through: faults).output == "through\n")
    }

    /// A link that is cut while bytes are on their way to the proxy is reset by its kernel.
    @Test(arguments: [
        (["--cut-after", "1000"], ["closed", "reset"]),
        (["--reset-after", "1000"], ["reset"]),
        (["--cut-after", "10", "--count", "up"], ["closed", "reset"]),
        (["--black-hole-after", "0"], ["timed out"]),
        (["--refuse"], ["refused"]),
    ])
    func aFaultIsSeenAsWhatItIs(faults: [String], words: [String]) async throws {
        let outcome = try await ssh(through: faults, connecting: words == ["timed out"] ? 2 : 30)
        #expect(outcome.exitCode == 255)
        #expect(words.contains { outcome.errorOutput.contains($0) }, "\(outcome)")
    }
}
