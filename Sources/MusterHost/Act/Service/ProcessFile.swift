import Glibc
import MusterIO
import MusterModel

/// What is written down about a plain process, in its node's data directory: pid, start and boot, in one line.
struct ProcessFile: Hashable, Sendable {
    var pid: Int32
    /// Milliseconds after boot.
    var startedAfterBoot: Int64
    var bootID: String

    private static let name = ".muster-process"
    /// Stands for a boot that could not be told.
    static let unknownBoot = "unknown"
    /// Its presence keeps a plain process from being started.
    private static let disabled = ".muster-disabled"

    /// `nil` where there is none, or what is there is not one.
    static func read(below directory: String, _ root: HostRoot) throws(SystemError) -> ProcessFile? {
        guard let directory = try opened(directory, root), let bytes = try directory.readIfThere(name) else {
            return nil
        }
        let words = bytes.prefix { $0 != 0x0A }.words
        guard words.count == 3, let pid = words[0].unsigned.flatMap({ Int32(exactly: $0) }), pid > 1,
            let start = words[1].unsigned.flatMap({ Int64(exactly: $0) })
        else { return nil }
        return ProcessFile(pid: pid, startedAfterBoot: start, bootID: words[2].text)
    }

    func write(_ node: NodeSpec, _ root: HostRoot) throws(SystemError) {
        guard let directory = try Self.opened(node.dataDirectory, root) else {
            throw SystemError(code: ENOENT, "open", node.dataDirectory)
        }
        try directory.write(Self.name, Array("\(pid) \(startedAfterBoot) \(bootID)\n".utf8), mode: 0o644)
    }

    static func isDisabled(_ node: NodeSpec, _ root: HostRoot) throws(SystemError) -> Bool {
        try opened(node.dataDirectory, root)?.readIfThere(disabled) != nil
    }

    static func setDisabled(_ node: NodeSpec, _ root: HostRoot, _ isDisabled: Bool) throws(SystemError) {
        guard let directory = try opened(node.dataDirectory, root) else { return }
        if isDisabled {
            try directory.write(disabled, [], mode: 0o644)
        } else {
            try directory.removeIfThere(disabled)
        }
    }

    /// `nil` where there is no such directory.
    private static func opened(_ directory: String, _ root: HostRoot) throws(SystemError) -> HeldDirectory? {
        do throws(SystemError) {
            return try HeldDirectory.open(directory, below: root.prefix)
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }
}

extension HeldDirectory {
    /// A small file's bytes; `nil` where there is none.
    func readIfThere(_ name: String) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) { return try read(name, limit: 4096) } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    func removeIfThere(_ name: String) throws(SystemError) {
        do throws(SystemError) { try remove(name) } catch {
            if error.code != ENOENT { throw error }
        }
    }
}
