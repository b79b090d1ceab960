/// Which mounts hold data that somebody could run out of.
enum MountSelection {
    /// More, or longer names, would be somebody playing: any user may mount through FUSE.
    static let limit = 256
    static let longestName = 256

    /// One mount for each file system, in the order of their paths.
    ///
    /// The root counts whatever it is: overlay in a container, tmpfs on a live system. Of a file system that is mounted
    /// several times, as by bind mounts and subvolumes, the shortest path stands for it.
    static func relevant(_ mounts: [Mount]) -> [Mount] {
        var byDevice: [String: Mount] = [:]
        for mount in topmost(mounts) where mount.path == "/" || matters(mount) {
            guard let known = byDevice[mount.device] else {
                byDevice[mount.device] = mount
                continue
            }
            if (mount.path.utf8.count, mount.path) < (known.path.utf8.count, known.path) {
                byDevice[mount.device] = mount
            }
        }
        return Array(byDevice.values.sorted { $0.path < $1.path }.prefix(limit))
    }

    /// Of mounts at one path only the last can be reached.
    private static func topmost(_ mounts: [Mount]) -> some Collection<Mount> {
        var byPath: [String: Mount] = [:]
        for mount in mounts { byPath[mount.path] = mount }
        return byPath.values
    }

    private static func matters(_ mount: Mount) -> Bool {
        guard mount.path.utf8.count <= longestName, mount.source.utf8.count <= longestName else { return false }
        guard !images.contains(mount.type) else { return false }
        return mount.source.hasPrefix("/dev/") || pools.contains(mount.type) || mayHang(mount)
    }

    /// Its answers come over a network or from a program, so a look at it may never return.
    static func mayHang(_ mount: Mount) -> Bool {
        remote.contains(mount.type) || mount.type.hasPrefix("fuse.") && !images.contains(mount.type)
    }

    /// Those of `mounts` that may hang themselves, or that one only reaches through another that may.
    static func unreliable(_ mounts: [Mount], among all: [Mount]) -> Set<Mount> {
        let places = all.filter { mayHang($0) && $0.path != "/" }.map { $0.path + "/" }
        return Set(
            mounts.filter { mount in
                mount.path != "/" && (mayHang(mount) || places.contains { mount.path.hasPrefix($0) })
            })
    }

    /// File systems with a device of no name.
    private static let pools: Set = ["zfs", "btrfs", "bcachefs"]

    private static let remote: Set = [
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "drvfs", "fuse", "fuseblk", "gfs2", "glusterfs", "gpfs",
        "lustre",
        "nfs", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    ]

    /// Read-only images, windows into other places and device nodes: nothing fills up there.
    private static let images: Set = [
        "squashfs", "erofs", "iso9660", "cramfs", "udf", "devtmpfs", "devpts", "fuse.gvfsd-fuse", "fuse.portal",
        "fuse.lxcfs", "fuse.snapfuse", "fuse.squashfuse", "fuse.squashfuse_ll", "fuse.fuse-overlayfs",
        "fuse.archivemount",
    ]
}
