import Glibc

/// Tells file systems apart on which the locks of SQLite and flock cannot be relied on.
enum NetworkFileSystem {
    /// The type's name if the file system that holds `path` is one of them.
    ///
    /// Judged by the mount table, because only there does FUSE say what it stands for. A device that the table does
    /// not list, as subvolumes of btrfs have, is a local one.
    static func type(holding path: String) throws(StoreError) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .lastSystemError("look at", path) }
        guard let table = mountTable() else { return nil }
        return type(of: deviceNumber(UInt64(status.st_dev)), in: table).flatMap { remote.contains($0) ? $0 : nil }
    }

    /// The type of the file system on `device` (`major:minor`) in the text of `/proc/self/mountinfo`.
    ///
    /// The third word of a line is the device, the first one after a lone `-` the type (`proc_pid_mountinfo(5)`).
    static func type(of device: String, in mountTable: String) -> String? {
        for line in mountTable.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 3, words[2] == device, let dash = words.firstIndex(of: "-") else { continue }
            return words.dropFirst(dash + 1).first.map(String.init)
        }
        return nil
    }

    /// `major:minor` of a `dev_t`, as `makedev(3)` of glibc packs them.
    static func deviceNumber(_ device: UInt64) -> String {
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF & 0xFFFF_FFFF
        return "\(major):\(minor)"
    }

    static let remote: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "coda", "lustre", "ncpfs", "gfs2", "ocfs2",
        "beegfs", "glusterfs", "gpfs", "orangefs", "virtiofs", "vboxsf", "prl_fs", "davfs",
        "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.goofys", "fuse.glusterfs", "fuse.ceph-fuse",
        "fuse.davfs", "fuse.davfs2", "fuse.curlftpfs", "fuse.smbnetfs", "fuse.vmhgfs-fuse", "fuse.mfs",
        "fuse.lizardfs", "fuse.juicefs", "fuse.seaweedfs",
    ]

    private static func mountTable() -> String? {
        guard let file = fopen("/proc/self/mountinfo", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
