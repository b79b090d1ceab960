import Foundation
import MusterHost

/// A directory of made-up files that stands for a host, removed with this value.
final class HostTree: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "muster-host-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var root: HostRoot { HostRoot(at: path) }

    @discardableResult
    func file(_ name: String, _ text: String) throws -> Self {
        try directory((name as NSString).deletingLastPathComponent)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + name))
        return self
    }

    @discardableResult
    func directory(_ name: String) throws -> Self {
        try FileManager.default.createDirectory(atPath: path + name, withIntermediateDirectories: true)
        return self
    }

    @discardableResult
    func link(_ name: String, to target: String) throws -> Self {
        try directory((name as NSString).deletingLastPathComponent)
        try FileManager.default.createSymbolicLink(atPath: path + name, withDestinationPath: target)
        return self
    }

    @discardableResult
    func remove(_ name: String) throws -> Self {
        try FileManager.default.removeItem(atPath: path + name)
        return self
    }

    /// A process as `/proc` shows it.
    @discardableResult
    func process(
        _ pid: Int, exe: String?, arguments: [String], parent: Int = 1, startTicks: Int = 1000, uid: Int = 1000,
        cgroup: String = "/"
    ) throws -> Self {
        let words = [
            "S", "\(parent)", "1", "1", "0", "-1", "0", "0", "0", "0", "0", "250", "50", "0", "0", "20", "0", "12", "0",
            "\(startTicks)", "1000000", "2560", "0",
        ]
        try file("/proc/\(pid)/stat", "\(pid) (ant) node) \(words.joined(separator: " "))\n")
        try file("/proc/\(pid)/cmdline", arguments.map { $0 + "\0" }.joined())
        try file("/proc/\(pid)/cgroup", "0::\(cgroup)\n")
        try file("/proc/\(pid)/status", "Name:\tantnode\nUid:\t\(uid)\t\(uid)\t\(uid)\t\(uid)\n")
        try link("/proc/\(pid)/cwd", to: "/")
        if let exe { try link("/proc/\(pid)/exe", to: exe) }
        return self
    }
}
