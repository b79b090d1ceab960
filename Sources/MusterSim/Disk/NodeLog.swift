import Glibc
import MusterIO

/// Where a node writes what happens to it.
struct NodeLog: Sendable {
    /// `nil` writes to standard output.
    let directory: String?

    init(directory: String?) throws(SystemError) {
        self.directory = directory
        if let directory { try Directory.create(directory) }
    }

    /// A log that cannot be written is no reason to end, so failures are ignored.
    func line(_ text: String, level: String = "INFO") {
        let line = "[\(UTCTime.now.text)Z \(level) antnode] \(text)\n"
        if let directory { append(line, to: "\(directory)/antnode.log") } else { put(line) }
    }

    /// Leaves behind why the node is about to end itself.
    func failure(_ reason: String) {
        line(reason, level: "ERROR")
        append("[\(UTCTime.now.text)Z] \(reason)\n", to: "\(directory ?? ".")/critical_failure.log")
    }

    private func append(_ line: String, to path: String) {
        let fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard fd >= 0 else { return }
        let file = Descriptor(owning: fd)
        _ = Array(line.utf8).withUnsafeBytes { write(file.raw, $0.baseAddress, $0.count) }
    }

    private func put(_ line: String) {
        _ = Array(line.utf8).withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}

/// A moment of the wall clock, in UTC.
struct UTCTime {
    let text: String

    static var now: UTCTime {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let numbers = [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec]
        let two = numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }
        return UTCTime(text: "\(parts.tm_year + 1900)-\(two[0])-\(two[1])T\(two[2]):\(two[3]):\(two[4])")
    }
}
