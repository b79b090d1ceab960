import MusterIO

/// Which file system holds a path, by the kernel's list of mounts; nothing here touches the file systems themselves.
struct MountTable: Sendable {
    /// Longest paths first; of several mounts on one path the last, which hides the others.
    private let mounts: [Mount]

    init(_ root: HostRoot) {
        let listed = root.kernelFile("/proc/self/mountinfo", limit: 16 << 20).map { Mount.all(mountinfo: $0) } ?? []
        let topmost = Dictionary(listed.map { ($0.path, $0) }) { $1 }
        mounts = topmost.values.sorted { ($0.path.utf8.count, $0.path) > ($1.path.utf8.count, $1.path) }
    }

    func mount(of path: String) -> Mount? {
        mounts.first { HostPath.isInside(path, $0.path) }
    }

    /// What names the place for ``BlockingWork``: paths of one file system hang together.
    func place(of path: String) -> String { mount(of: path)?.path ?? "/" }
}
