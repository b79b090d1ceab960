import Glibc
package import MusterIO
import MusterModel
import Synchronization

/// The agents that can be pushed: one per architecture, as `make agent` lays them out.
///
/// In `directory`: `muster-agent-ARCH`, the same with `.gz`, and its hash in `.sha256`.
package final class AgentCatalogue: Sendable {
    package struct Entry: Hashable, Sendable {
        package let hash: AgentHash
        /// Bytes of the program itself.
        package let size: UInt64
    }

    package let directory: String
    /// By the name that `uname -m` prints.
    package let entries: [String: Entry]

    /// By path, what has been read: many hosts get the same at once.
    private let read = Mutex<[String: [UInt8]]>([:])

    private static let architectures = ["x86_64", "aarch64"]

    /// Looks only at sizes and hashes; the programs are read when one must be sent.
    package init(directory: String) throws(CatalogueError) {
        var entries: [String: Entry] = [:]
        for architecture in Self.architectures {
            if let entry = try Self.entry(of: architecture, in: directory) { entries[architecture] = entry }
        }
        guard !entries.isEmpty else { throw .empty(directory: directory) }
        self.directory = directory
        self.entries = entries
    }

    package var hashes: [String: AgentHash] { entries.mapValues(\.hash) }
    package var sizes: [String: UInt64] { entries.mapValues(\.size) }

    /// The bytes to send for an architecture of ``entries``.
    func bytes(of architecture: String, compressed: Bool) throws(CatalogueError) -> [UInt8] {
        let path = Self.path(of: architecture, in: directory) + (compressed ? ".gz" : "")
        return try read.withLock { read throws(CatalogueError) in
            if let bytes = read[path] { return bytes }
            do throws(SystemError) {
                let bytes = try File.read(path, limit: 64 << 20)
                read[path] = bytes
                return bytes
            } catch {
                throw .unreadable(path: path, error)
            }
        }
    }

    private static func path(of architecture: String, in directory: String) -> String {
        "\(directory)/muster-agent-\(architecture)"
    }

    private static func entry(of architecture: String, in directory: String) throws(CatalogueError) -> Entry? {
        let program = path(of: architecture, in: directory)
        guard let size = try size(of: program) else { return nil }
        guard let hash = AgentHash(hex: try text(of: program + ".sha256").prefix(64)) else {
            throw .noHash(path: program + ".sha256")
        }
        return Entry(hash: hash, size: size)
    }

    private static func size(of path: String) throws(CatalogueError) -> UInt64? {
        do {
            return UInt64(max(0, try FileInfo.of(path).size))
        } catch {
            if error.code == ENOENT { return nil }
            throw .unreadable(path: path, error)
        }
    }

    private static func text(of path: String) throws(CatalogueError) -> String {
        do {
            return try File.text(path, limit: 1024)
        } catch {
            throw .unreadable(path: path, error)
        }
    }
}

/// Why there is no agent to push.
package enum CatalogueError: UserFacingError {
    case empty(directory: String)
    case noHash(path: String)
    case unreadable(path: String, SystemError)

    package var message: String {
        switch self {
        case .empty(let directory): "there is no agent in \(directory)"
        case .noHash(let path): "\(path) does not hold a SHA-256"
        case .unreadable(let path, let error): "could not read \(path): \(error.message)"
        }
    }

    package var fix: String? {
        switch self {
        case .empty: "run `make agent`, or name the directory with --agent-dir"
        case .noHash: "run `make agent` again"
        case .unreadable: nil
        }
    }
}
