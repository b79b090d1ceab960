import MusterIO
import MusterModel

/// How full one file system is, in bytes and inodes.
package struct SpaceUse: Hashable, Sendable {
    /// `major:minor` of the directory that was looked at; `nil` if only the file system was asked.
    package var device: String?
    package var total, free, available, inodes, inodesFree: UInt64

    package init(device: String?, total: UInt64, free: UInt64, available: UInt64, inodes: UInt64, inodesFree: UInt64) {
        self.device = device
        self.total = total
        self.free = free
        self.available = available
        self.inodes = inodes
        self.inodesFree = inodesFree
    }

    /// Asks the kernel, which may block; `nil` if `path` is no directory or cannot be looked at.
    package static func of(_ path: String) -> SpaceUse? {
        guard let info = try? FileInfo.of(path), info.kind == .directory, let use = try? FileSystemUse.of(path) else {
            return nil
        }
        return SpaceUse(
            device: deviceName(info.device), total: use.totalBytes, free: use.freeBytes, available: use.availableBytes,
            inodes: use.totalInodes, inodesFree: use.freeInodes)
    }

    /// `st_dev` as the kernel prints it; the bits lie as in glibc's `gnu_dev_major(3)`.
    package static func deviceName(_ device: UInt64) -> String {
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF & 0xFFFF_FFFF
        return "\(major):\(minor)"
    }

    func fileSystem(_ mount: Mount) -> FileSystem {
        FileSystem(
            path: mount.path, source: mount.source, type: mount.type, device: mount.device, total: total,
            available: available, used: total - min(free, total), inodes: inodes, inodesFree: inodesFree,
            readOnly: mount.isReadOnly)
    }

    /// Whether the directory at the mount's path is really the mount: another one may lie over a parent of it.
    ///
    /// Directories of btrfs carry the number of their subvolume instead.
    func belongs(to mount: Mount) -> Bool {
        device == nil || device == mount.device || mount.type == "btrfs" || mount.path == "/"
    }
}
