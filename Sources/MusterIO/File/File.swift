import Glibc

/// Whole files.
package enum File {
    /// Reads a file whose size need not be known beforehand, as in `/proc`; more than `limit` bytes is EFBIG.
    package static func read(_ path: String, limit: Int = 1 << 20) throws(SystemError) -> [UInt8] {
        let file = try open(path, O_RDONLY)
        return try read(descriptor: file.raw, path, limit: limit)
    }

    /// From where an open file stands to its end; `path` is for the error.
    package static func read(descriptor: Int32, _ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try readOnce(descriptor, path, atMost: min(65_536, limit - bytes.count + 1))
            if chunk.isEmpty { return bytes }
            bytes += chunk
            if bytes.count > limit { throw SystemError(code: EFBIG, "read", path) }
        }
    }

    /// Invalid UTF-8 is replaced by U+FFFD.
    package static func text(_ path: String, limit: Int = 1 << 20) throws(SystemError) -> String {
        String(decoding: try read(path, limit: limit), as: UTF8.self)
    }

    /// The last `limit` bytes of a file, fewer if it is shorter.
    package static func tail(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let file = try open(path, O_RDONLY)
        let size = lseek(file.raw, 0, SEEK_END)
        guard size >= 0, lseek(file.raw, max(0, size - limit), SEEK_SET) >= 0 else {
            throw SystemError("seek in", path)
        }
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let chunk = try readOnce(file.raw, path, atMost: limit - bytes.count)
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return bytes
    }

    /// Replaces a file in one step: whoever looks sees all of the old bytes or all of the new.
    ///
    /// Bytes and directory are on disk when it returns. After an error the old file is untouched, except that a
    /// failed sync of the directory leaves the new file in place.
    package static func writeAtomically(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644, calls: FileCalls = FileCalls()
    ) throws(SystemError) {
        let temporary = "\(path).tmp-\(getpid())-\(Randomness.system.hex(4))"
        do throws(SystemError) {
            try create(temporary, bytes, mode, calls)
            guard calls.rename(temporary, path) == 0 else { throw SystemError("replace", path) }
        } catch {
            unlink(temporary)
            throw error
        }
        try Directory.sync(Directory.parent(of: path), calls: calls)
    }

    /// `path` must not exist; the mode holds whatever the umask.
    private static func create(
        _ path: String, _ bytes: [UInt8], _ mode: UInt32, _ calls: FileCalls
    ) throws(SystemError) {
        let file = Descriptor(owning: calls.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600))
        guard file.raw >= 0 else { throw SystemError("create", path) }
        try writeAll(file.raw, bytes, path, calls: calls)
        guard fchmod(file.raw, mode) == 0 else { throw SystemError("set the mode of", path) }
        guard calls.sync(file.raw) == 0 else { throw SystemError("sync", path) }
    }

    /// Writes all of `bytes` to an open file; `path` is for the error.
    package static func writeAll(
        _ fd: Int32, _ bytes: [UInt8], _ path: String, calls: FileCalls = FileCalls()
    ) throws(SystemError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { calls.write(fd, UnsafeRawBufferPointer(rebasing: $0[offset...])) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw SystemError(code: written == 0 ? ENOSPC : errno, "write", path) }
            offset += written
        }
    }

    package static func remove(_ path: String) throws(SystemError) {
        guard unlink(path) == 0 else { throw SystemError("remove", path) }
    }

    /// Where a symbolic link points to, as written in it.
    package static func linkTarget(_ path: String) throws(SystemError) -> String {
        var length = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, initialized in
            length = readlink(path, buffer.baseAddress!, buffer.count)
            initialized = max(0, length)
        }
        guard length >= 0 else { throw SystemError("read the link", path) }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0o644) throws(SystemError) -> Descriptor {
        let raw = Glibc.open(path, flags | O_CLOEXEC, mode)
        guard raw >= 0 else { throw SystemError("open", path) }
        return Descriptor(owning: raw)
    }

    private static func readOnce(_ fd: Int32, _ path: String, atMost count: Int) throws(SystemError) -> [UInt8] {
        while true {
            var received = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                received = Glibc.read(fd, buffer.baseAddress!, count)
                initialized = max(0, received)
            }
            if received >= 0 { return bytes }
            guard errno == EINTR else { throw SystemError("read", path) }
        }
    }
}
