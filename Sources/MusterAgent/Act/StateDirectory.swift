import Glibc
import MusterHost
import MusterIO

/// The directory where all agents of a machine meet, whoever they run as.
///
/// Everybody may put files there and nobody may take away those of others. Each file belongs to one uid and carries it
/// in its name; a file that belongs to somebody else than its name says is not there.
struct StateDirectory: Sendable {
    let path: String
    let uid: UInt32

    /// Files keep their sticky bit, which spares them the cleaning of old files in `/var/tmp` by systemd.
    static let fileMode: UInt32 = 0o1644
    private static let mode: UInt32 = 0o1777

    init(_ root: HostRoot, uid: UInt32) {
        path = root.path("/var/tmp/muster")
        self.uid = uid
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    var exists: Bool { (try? FileInfo.of(path, followingLinks: false)) != nil }

    /// Makes it, or makes sure that what is there is it; root takes it over from whoever was first.
    func prepare() throws(SystemError) {
        if mkdir(path, 0o700) != 0 {
            if errno == ENOENT {
                try Directory.create(Directory.parent(of: path), mode: Self.mode)
                guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError("create", path) }
            } else if errno != EEXIST {
                throw SystemError("create", path)
            }
        }
        let directory = try File.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        let info = try FileInfo.of(descriptor: directory.raw)
        if uid == 0, info.uid != 0, geteuid() == 0 {
            guard fchown(directory.raw, 0, 0) == 0 else { throw SystemError("take over", path) }
        }
        if info.mode != Self.mode, info.uid == uid || uid == 0 {
            guard fchmod(directory.raw, Self.mode) == 0 else { throw SystemError("set the mode of", path) }
            try Directory.sync(Directory.parent(of: path))
        }
        let now = try FileInfo.of(path, followingLinks: false)
        guard now.device == info.device, now.inode == info.inode else { throw SystemError(code: ESTALE, "use", path) }
    }

    /// The uids that have a file of that kind here and may be believed: root believes all, others root and themselves.
    func believedOwners(of prefix: String) -> [UInt32] {
        guard uid == 0 else { return [0, uid] }
        return owners(of: prefix)
    }

    /// All uids that have a file of that kind here.
    func owners(of prefix: String) -> [UInt32] {
        let names = (try? Directory.names(path, limit: 10_000)) ?? []
        return names.compactMap { $0.hasPrefix(prefix) ? UInt32($0.dropFirst(prefix.count)) : nil }
    }

    /// Opens a file that exists; `nil` where there is none, or it is no plain file of that uid alone.
    func open(_ name: String, of owner: UInt32, _ flags: Int32) throws(SystemError) -> (file: Int32, info: FileInfo)? {
        let raw = Glibc.open(file(name), flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if raw < 0, errno == ENOENT || errno == ELOOP || errno == ENXIO { return nil }
        let opened = Descriptor(owning: raw)
        guard raw >= 0 else { throw SystemError("open", file(name)) }
        let info = try FileInfo.of(descriptor: raw)
        guard info.kind == .file, info.uid == owner, info.links == 1 else { return nil }
        return (opened.release(), info)
    }
}
