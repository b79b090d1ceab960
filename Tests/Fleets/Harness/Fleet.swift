import Foundation

/// A fleet that scripts have brought up, as its `fleet.json` describes it.
package struct Fleet: Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        case loopback, systemd
    }

    package struct Host: Sendable, Codable {
        package var name: String
        package var role: String
        package var address: String
        package var port: UInt16
        package var user: String
        package var nodes: [Node]
    }

    package struct Node: Sendable, Codable {
        package var name: String
        package var rootDirectory: String
        /// 0 where the node does not run.
        package var metricsPort: UInt16
        package var logDirectory: String
        /// `nobody`, `system`, `user` or `stopped`.
        package var owner: String
        package var unit: String?
    }

    package var kind: Kind
    package var directory: String
    package var sshConfig: String
    package var inventory: String
    package var hosts: [Host]

    /// The running fleet of this kind, if there is one; `MUSTER_FLEET` names its description.
    package static func running(_ kind: Kind) -> Fleet? {
        guard let path = ProcessInfo.processInfo.environment["MUSTER_FLEET"],
            let data = FileManager.default.contents(atPath: path),
            let fleet = try? JSONDecoder().decode(Fleet.self, from: data), fleet.kind == kind
        else { return nil }
        return fleet
    }

    package func host(_ name: String) throws -> Host {
        guard let host = hosts.first(where: { $0.name == name }) else { throw HarnessError.noHost(name) }
        return host
    }
}

/// What is wrong with a test's surroundings, as opposed to what it tests.
package enum HarnessError: Error {
    case noFleet
    case noHost(String)
    case noProgram(String)
    /// A program said something else than the test needs to go on.
    case said(String)
}
