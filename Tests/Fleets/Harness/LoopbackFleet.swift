import Foundation
import MusterIO

/// A loopback fleet of its own, on which tests may act; it goes down with the tests' process.
package final class LoopbackFleet: Sendable {
    package let workstation: Workstation
    package let hosts: [Fleet.Host]

    /// - Parameter hosts: how many, without nodes.
    package init(hosts count: Int) async throws {
        let directory = "/tmp/muster-fleet.\(getuid()).\(UUID().uuidString.prefix(8))"
        let owner = "\(ProcessInfo.processInfo.processIdentifier)"
        try await Self.up(["--hosts", "\(count)", "--nodes", "0", "--owner", owner, directory])
        let data = FileManager.default.contents(atPath: directory + "/fleet.json") ?? Data()
        let fleet = try JSONDecoder().decode(Fleet.self, from: data)
        workstation = try Workstation(fleet)
        hosts = fleet.hosts
    }

    package var names: String { hosts.map(\.name).joined(separator: ",") }

    /// The practice node of a release that each such fleet has.
    package func program(_ version: String) -> String { "\(workstation.fleet.directory)/antnode-\(version)" }

    /// An inventory on which no figure of this machine, however busy, keeps anything from being done.
    ///
    /// - Parameter hosts: those in it; all by default.
    package func inventory(cap: Int, of hosts: [Fleet.Host]? = nil) -> ActingInventory {
        var inventory = ActingInventory()
        inventory.settings["identity"] = "\(workstation.fleet.directory)/id"
        let open = [
            "antnode_path": program("0.4.16"), "node_user": NSUserName(), "node_cap": "\(cap)", "cpu_less_than": "99",
            "cpu_remove": "100",
            "mem_less_than": "99", "mem_remove": "100", "hd_less_than": "99", "hd_remove": "100",
            "desired_load_average": "5000", "max_load_average_allowed": "6000",
        ]
        inventory.everywhere.merge(open) { $1 }
        for host in hosts ?? self.hosts { inventory.add(host, ports(of: host)) }
        return inventory
    }

    /// All hosts, and other fleets, are one machine with one set of ports.
    package func ports(of host: Fleet.Host) -> [String: String] {
        let place = hosts.firstIndex { $0.name == host.name } ?? 0
        return [
            "port_start": "\(21 + place)", "metrics_port_start": "\(24 + place)", "rpc_port_start": "\(27 + place)",
        ]
    }

    /// Stops the nodes of all hosts where they stand, so that whatever waits for their end waits until ``resume()``.
    package func freeze() async throws { try await signalNodes("STOP") }

    package func resume() async throws { try await signalNodes("CONT") }

    private func signalNodes(_ name: String) async throws {
        for host in hosts { _ = try await workstation.ssh(host.name, "pkill -\(name) -x antnode") }
    }

    private static func up(_ arguments: [String]) async throws {
        let loop = try EventLoop(name: "fleet")
        loop.start()
        let script = Workstation.checkout.appending(path: "Tests/Fleets/loopback/up.sh").path
        // Or it would be ended as a part of the fleet beside which the tests run, before it could take itself down.
        let environment = ProcessInfo.processInfo.environment.filter { $0.key != "MUSTER_FLEET" }
        let command = Command([script] + arguments, environment: environment)
        let outcome = try await Task(executorPreference: loop) {
            Outcome(try await SpawnRunner(loop: loop).run(command, until: loop.now + .seconds(60)))
        }.value
        guard outcome.exitCode == 0 else { throw HarnessError.said(outcome.description) }
    }
}
