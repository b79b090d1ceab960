import MusterIO

/// Which file system holds a path, by the kernel's list of mounts; nothing here touches the file systems themselves.
struct MountTable: Sendable {
    /// Of several mounts on one path the last, which hides the others.
    private let byPath: [String: Mount]

    init(_ root: HostRoot) {
        let listed = root.kernelFile("/proc/self/mountinfo", limit: 16 << 20).map { Mount.all(mountinfo: $0) } ?? []
        byPath = Dictionary(listed.map { ($0.path, $0) }) { $1 }
    }

    /// The mount at the path, or at the nearest directory above it.
    func mount(of path: String) -> Mount? {
        var place = path
        while true {
            if let mount = byPath[place] { return mount }
            if place == "/" || !place.hasPrefix("/") { return nil }
            place = HostPath.parent(place)
        }
    }

    /// A mount at the path or inside of it.
    func mount(below path: String) -> String? { byPath.keys.sorted().first { HostPath.isInside($0, path) } }

    /// What names the place for ``BlockingWork``: paths of one file system hang together.
    func place(of path: String) -> String { mount(of: path)?.path ?? "/" }
}
