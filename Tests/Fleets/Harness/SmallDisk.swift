import Foundation
import Synchronization

/// A disk of a few megabytes for a workstation's database, in a mount namespace of its own; needs root.
package final class SmallDisk: Sendable {
    private let workstation: Workstation
    private let holder: BackgroundProgram
    private let filler = Mutex<BackgroundProgram?>(nil)
    private var directory: String { "\(workstation.directory)/small" }

    package init(of workstation: Workstation) async throws {
        self.workstation = workstation
        let directory = "\(workstation.directory)/small"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let script = "mount -t tmpfs -o size=16m tmpfs \(directory) && echo mounted && exec sleep 1000"
        let holder = try BackgroundProgram(
            ["/usr/bin/unshare", "--mount", "sh", "-c", script], in: workstation.directory)
        self.holder = holder
        guard try await eventually(within: .seconds(10), { holder.output.contains("mounted") }) else {
            throw HarnessError.said(holder.output)
        }
    }

    /// Leaves no byte free, whatever is given back meanwhile, until ``clear()``.
    package func fill() async throws {
        let script = "while :; do cat /dev/zero >>\(directory)/fill; echo full; sleep 0.05; done 2>/dev/null"
        let program = try BackgroundProgram(inside(["sh", "-c", script]), in: workstation.directory)
        filler.withLock { $0 = program }
        guard try await eventually(within: .seconds(10), { program.output.contains("full") }) else {
            throw HarnessError.said(program.output)
        }
    }

    package func clear() async throws {
        try await filler.withLock { $0.take() }?.killHard()
        let script = "rm -f fill; until head -c 4m /dev/zero >probe; do sleep 0.1; done 2>/dev/null; rm -f probe"
        _ = try await workstation.run(inside(["sh", "-c", "cd \(directory) && \(script)"]), within: .seconds(10))
    }

    /// Runs the built `muster` with its database on the disk.
    package func muster(_ arguments: String...) async throws -> Outcome { try await muster(arguments) }

    package func muster(_ arguments: [String]) async throws -> Outcome {
        try await workstation.run(command(arguments), within: .seconds(120))
    }

    /// Starts it beside the test.
    package func start(_ arguments: [String]) throws -> BackgroundProgram {
        try BackgroundProgram(command(arguments), in: workstation.directory)
    }

    package func ledger() async throws -> [LedgerLine] {
        try LedgerLine.all(in: try await muster("history", "--json", "--limit", "100000"))
    }

    private func command(_ arguments: [String]) throws -> [String] {
        inside(
            [try Workstation.program("muster")] + arguments
                + workstation.surroundings(database: "\(directory)/fleet.db"))
    }

    private func inside(_ command: [String]) -> [String] {
        ["/usr/bin/nsenter", "--target", "\(holder.pid)", "--mount", "--wd=/"] + command
    }
}
