import Glibc
import MusterIO

/// The files that `ssh` would read, and what follows from them for whether to ask it.
struct SSHConfigFiles: Sendable {
    /// Some setting might matter.
    private(set) var isSignificant = false
    private(set) var isVolatile = false
    private(set) var hashesKnownHosts = false
    private(set) var paths: [String] = []
    private var digest = SHA256()

    /// Reads the user's file, then the system's, or only `file`, with what they include.
    init(file: String?, home: String, system: String) {
        read(file ?? "\(home)/.ssh/config", home: home, folder: "\(home)/.ssh", depth: 0)
        if file == nil { read(system, home: home, folder: Directory.parent(of: system), depth: 0) }
    }

    /// Of the names and contents of all files, in hexadecimal.
    var fingerprint: String { digest.hexDigest }

    private mutating func read(_ path: String, home: String, folder: String, depth: Int) {
        guard depth <= Self.depthLimit, paths.count < Self.countLimit else { return giveUp() }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.read(path, limit: Self.sizeLimit)
        } catch {
            if !error.isNoSuchFile { giveUp() }
            return
        }
        paths.append(path)
        digest.update(Array("\(path)\0\(bytes.count)\0".utf8))
        digest.update(bytes)
        let lines = SSHConfigLines(String(decoding: bytes, as: UTF8.self))
        isSignificant = isSignificant || lines.isSignificant
        isVolatile = isVolatile || lines.isVolatile
        hashesKnownHosts = hashesKnownHosts || lines.hashesKnownHosts
        for pattern in lines.includes {
            for path in Self.matches(pattern, home: home, folder: folder) {
                read(path, home: home, folder: folder, depth: depth + 1)
            }
        }
    }

    /// What cannot be read here is left to `ssh`, each time anew.
    private mutating func giveUp() {
        isSignificant = true
        isVolatile = true
    }

    /// A relative pattern starts from `~/.ssh` or `/etc/ssh`, whichever file it stands in.
    private static func matches(_ pattern: String, home: String, folder: String) -> [String] {
        var pattern = pattern
        if pattern.hasPrefix("~/") { pattern = home + pattern.dropFirst() }
        if !pattern.hasPrefix("/") { pattern = "\(folder)/\(pattern)" }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv?[index].map { String(cString: $0) }
        }
    }

    /// OpenSSH's own limit.
    private static let depthLimit = 16
    private static let countLimit = 512
    private static let sizeLimit = 1 << 20
}
