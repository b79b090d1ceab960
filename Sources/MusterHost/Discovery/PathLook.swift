import Glibc
import MusterIO
import MusterModel

/// What one look at a directory told.
struct PathLook: Hashable, Sendable {
    /// The path with all symbolic links followed, as far as it could be.
    var resolved: String
    var presence: DirectoryEvidence.Presence

    /// Follows the links of `path`, `..` included, inside of the host's root; gives up on loops.
    ///
    /// May block.
    static func at(_ path: String, _ root: HostRoot) -> PathLook {
        var walk = Walk(root: root, rest: Self.components(path))
        return walk.run()
    }

    /// The last one first.
    private static func components(_ path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).reversed().map { String(Substring($0)) }
    }

    private struct Walk {
        let root: HostRoot
        /// Components still to come, the next one last.
        var rest: [String]
        var done: [String] = []
        var linksLeft = 40

        mutating func run() -> PathLook {
            while let component = rest.popLast() {
                if component == ".." { _ = done.popLast() } else if component != "." { done.append(component) }
                do throws(SystemError) {
                    try step()
                } catch {
                    return PathLook(resolved: whole, presence: Self.presence(after: error))
                }
            }
            return PathLook(resolved: whole, presence: .present)
        }

        private var path: String { "/" + done.joined(separator: "/") }

        private var whole: String { HostPath.normalised("/" + (done + rest.reversed()).joined(separator: "/")) ?? path }

        private mutating func step() throws(SystemError) {
            let info = try FileInfo.of(root.path(path), followingLinks: false)
            guard info.kind == .symbolicLink else { return }
            guard linksLeft > 0 else { throw SystemError(code: ELOOP, "follow", path) }
            linksLeft -= 1
            let target = try File.linkTarget(root.path(path))
            if target.hasPrefix("/") { done = [] } else { done.removeLast() }
            rest += PathLook.components(target)
            guard rest.count < 4096 else { throw SystemError(code: ELOOP, "follow", path) }
        }

        /// Only "there is none" is absence; no right, a loop or an I/O error is not knowing.
        private static func presence(after error: SystemError) -> DirectoryEvidence.Presence {
            error.code == ENOENT || error.code == ENOTDIR ? .absent : .unknown
        }
    }
}

/// Looks at many paths, the parents of which it walks only once; may block.
struct PathLooks {
    private let root: HostRoot
    private var parents: [String: PathLook] = [:]

    init(_ root: HostRoot) { self.root = root }

    mutating func at(_ path: String) -> PathLook {
        guard path != "/", HostPath.normalised(path) == path else { return PathLook.at(path, root) }
        let parent = look(atParent: HostPath.parent(path))
        guard parent.presence == .present else { return PathLook.at(path, root) }
        let place = (parent.resolved == "/" ? "" : parent.resolved) + "/" + HostPath.lastComponent(path)
        guard let info = try? FileInfo.of(root.path(place), followingLinks: false), info.kind != .symbolicLink else {
            return PathLook.at(path, root)
        }
        return PathLook(resolved: place, presence: .present)
    }

    private mutating func look(atParent path: String) -> PathLook {
        if let known = parents[path] { return known }
        let look = PathLook.at(path, root)
        parents[path] = look
        return look
    }
}
