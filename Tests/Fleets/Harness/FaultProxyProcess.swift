import Foundation

/// A running `fault-proxy` between a test and one address.
package final class FaultProxyProcess: Sendable {
    /// Where it listens, on 127.0.0.1.
    package let port: UInt16
    private let stop: @Sendable () -> Void

    /// `faults` are the proxy's own arguments.
    package convenience init(to target: String, _ faults: String...) throws {
        try self.init(to: target, faults)
    }

    package init(to target: String, _ faults: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: try Workstation.program("fault-proxy"))
        process.arguments = ["--to", target] + faults
        let pipe = Foundation.Pipe()
        process.standardOutput = pipe
        try process.run()
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.split(separator: ":").last?.prefix { $0.isNumber } ?? "") else {
            process.terminate()
            throw HarnessError.noProgram("fault-proxy said \(line)")
        }
        self.port = port
        let pid = process.processIdentifier
        stop = { kill(pid, SIGKILL) }
    }

    package func end() { stop() }

    deinit { stop() }
}
