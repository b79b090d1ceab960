import Foundation

/// A home directory that is gone with the value.
final class TemporaryHome: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "muster-home-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    struct Run {
        let output: Data
        let errors: String
        let status: Int32
    }

    /// Runs `shell -c command` as sshd would, with nothing but `HOME` and `PATH`.
    func run(_ shell: String, _ command: String, input: Data = Data()) throws -> Run {
        let process = Process()
        process.executableURL = URL(filePath: shell)
        process.arguments = ["-c", command]
        process.environment = ["HOME": path, "PATH": "/usr/bin:/bin"]
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: input)
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let errors = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let said = String(decoding: errors, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return Run(output: output, errors: said, status: process.terminationStatus)
    }

    /// All regular files below it, without those of shells.
    func files() throws -> [String] {
        let all = try FileManager.default.subpathsOfDirectory(atPath: path)
        return all.filter { $0.hasSuffix("muster-agent") || $0.contains(".new.") }
    }
}
