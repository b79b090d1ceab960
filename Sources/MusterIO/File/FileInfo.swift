import Glibc

/// What `stat(2)` says about a path.
package struct FileInfo: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file, directory, symbolicLink, socket, other
    }

    package var kind: Kind
    /// Bytes.
    package var size: Int64
    /// The permission bits, set-uid and the like included.
    package var mode: UInt32
    package var uid: UInt32
    package var gid: UInt32
    package var device: UInt64
    package var inode: UInt64
    /// Names that the file has.
    package var links: UInt64
    /// Nanoseconds since 1970-01-01 UTC by the host's clock.
    package var modified: Int64

    package static func of(_ path: String, followingLinks: Bool = true) throws(SystemError) -> FileInfo {
        var info = stat()
        guard (followingLinks ? stat(path, &info) : lstat(path, &info)) == 0 else { throw SystemError("look at", path) }
        return FileInfo(info)
    }

    package static func of(descriptor fd: Int32) throws(SystemError) -> FileInfo {
        var info = stat()
        guard fstat(fd, &info) == 0 else { throw SystemError("look at descriptor", String(fd)) }
        return FileInfo(info)
    }

    /// Of a name in an open directory; a symbolic link is not followed.
    static func of(_ name: String, in directory: Int32, path: String) throws(SystemError) -> FileInfo {
        var info = stat()
        guard fstatat(directory, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else { throw SystemError("look at", path) }
        return FileInfo(info)
    }

    private init(_ info: stat) {
        kind = Self.kind(info.st_mode)
        size = Int64(info.st_size)
        mode = UInt32(info.st_mode & 0o7777)
        uid = info.st_uid
        gid = info.st_gid
        device = UInt64(info.st_dev)
        inode = UInt64(info.st_ino)
        links = UInt64(info.st_nlink)
        let (nanoseconds, overflow) = Int64(info.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        modified = overflow ? 0 : nanoseconds &+ Int64(info.st_mtim.tv_nsec)
    }

    private static func kind(_ mode: UInt32) -> Kind {
        switch mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        case S_IFSOCK: .socket
        default: .other
        }
    }
}

/// What `statvfs(3)` says about the file system that holds a path.
package struct FileSystemUse: Hashable, Sendable {
    package var totalBytes: UInt64
    package var freeBytes: UInt64
    /// To others than root.
    package var availableBytes: UInt64
    package var totalInodes: UInt64
    package var freeInodes: UInt64
    package var isReadOnly: Bool
    package var isNoExec: Bool

    package static func of(_ path: String) throws(SystemError) -> FileSystemUse {
        var use = statvfs()
        guard statvfs(path, &use) == 0 else { throw SystemError("look at the file system of", path) }
        return FileSystemUse(use)
    }

    private init(_ use: statvfs) {
        // A file system in user space may answer anything: saturate.
        func bytes(_ blocks: UInt64) -> UInt64 {
            let (product, overflow) = blocks.multipliedReportingOverflow(by: UInt64(use.f_frsize))
            return overflow ? .max : product
        }
        totalBytes = bytes(UInt64(use.f_blocks))
        freeBytes = bytes(UInt64(use.f_bfree))
        availableBytes = bytes(UInt64(use.f_bavail))
        totalInodes = UInt64(use.f_files)
        freeInodes = UInt64(use.f_ffree)
        isReadOnly = use.f_flag & 1 != 0  // ST_RDONLY
        isNoExec = use.f_flag & 8 != 0  // ST_NOEXEC
    }
}
