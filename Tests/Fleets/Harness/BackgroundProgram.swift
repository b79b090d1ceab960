import Foundation
import Synchronization

/// A program that runs beside a test, its output kept in files.
package final class BackgroundProgram: Sendable {
    package let pid: Int32
    private let outputPath: String
    private let process: Mutex<Process>

    /// - Parameter directory: where the program works, and where its output goes.
    init(_ arguments: [String], in directory: String) throws {
        let name = "\(directory)/\(UUID().uuidString.prefix(8))"
        outputPath = name + ".output"
        guard FileManager.default.createFile(atPath: outputPath, contents: nil) else {
            throw HarnessError.noProgram(outputPath)
        }
        let file = try FileHandle(forWritingTo: URL(filePath: outputPath))
        let process = Process()
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.currentDirectoryURL = URL(filePath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.run()
        try file.close()
        pid = process.processIdentifier
        self.process = Mutex(process)
    }

    /// What it has printed so far, both streams in one.
    package var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    package var isRunning: Bool { process.withLock { $0.isRunning } }

    /// The exit code, or the number of the signal that ended it as a negative one; `nil` while it runs.
    package var ending: Int32? {
        process.withLock { process in
            guard !process.isRunning else { return nil }
            return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        }
    }

    package func signal(_ number: Int32) {
        if isRunning { kill(pid, number) }
    }

    /// Ends it without notice, as a power cut would, and waits until it is gone.
    package func killHard() async throws {
        signal(SIGKILL)
        _ = try await eventually(within: .seconds(30)) { !self.isRunning }
    }

    /// Asks it to end, and answers ``ending``.
    package func stop(within limit: Duration = .seconds(120)) async throws -> Int32? {
        signal(SIGTERM)
        _ = try await eventually(within: limit) { !self.isRunning }
        return ending
    }

    deinit { signal(SIGKILL) }
}

/// Asks again and again until the answer is yes; answers whether it was.
///
/// It rests at least as long as it asks.
package func eventually(
    within limit: Duration, every pause: Duration = .milliseconds(200),
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
        let asked = ContinuousClock.now
        if try await condition() { return true }
        let answered = ContinuousClock.now
        guard answered < deadline else { return false }
        try await Task.sleep(for: max(pause, answered - asked))
    }
}
