import Glibc

/// An open directory, through which names in it are reached without following any symbolic link.
///
/// What is done through it happens in that very directory, whoever renames or replaces its path meanwhile. Names are
/// single components; a name with a slash is EINVAL.
package struct HeldDirectory: ~Copyable, Sendable {
    private let descriptor: Descriptor
    /// For messages; it may have moved since.
    package let path: String

    /// `O_PATH`: to pass through a directory one needs no right to list it.
    private static let passing: Int32 = 0o10_000_000

    private init(_ descriptor: consuming Descriptor, _ path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens an absolute path component by component; a symbolic link among them is ELOOP.
    ///
    /// `base` stands for `/` and is opened as it is.
    package static func open(_ path: String, below base: String = "") throws(SystemError) -> HeldDirectory {
        let components = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        let start = base.isEmpty ? "/" : base
        let access = components.isEmpty ? O_RDONLY : passing
        let raw = Glibc.open(start, access | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { throw SystemError("open", start) }
        var directory = HeldDirectory(Descriptor(owning: raw), base)
        for (index, component) in components.enumerated() {
            directory = try directory.child(component, index == components.count - 1 ? O_RDONLY : passing)
        }
        return directory
    }

    package func child(_ name: String) throws(SystemError) -> HeldDirectory { try child(name, O_RDONLY) }

    private func child(_ name: String, _ access: Int32) throws(SystemError) -> HeldDirectory {
        let raw = openat(descriptor.raw, try plain(name), access | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if raw >= 0 { return HeldDirectory(Descriptor(owning: raw), place(name)) }
        let code = errno
        // For a link Linux answers ENOTDIR, as for a file.
        let isLink = (try? info(name))?.kind == .symbolicLink
        throw SystemError(code: isLink ? ELOOP : code, "open", place(name))
    }

    /// The path of a name in it, for messages.
    package func place(_ name: String) -> String { path + "/" + name }

    /// What a name stands for; a symbolic link is told as such.
    package func info(_ name: String) throws(SystemError) -> FileInfo {
        try FileInfo.of(try plain(name), in: descriptor.raw, path: place(name))
    }

    /// Of the directory itself.
    package func info() throws(SystemError) -> FileInfo { try FileInfo.of(descriptor: descriptor.raw) }

    package func names(limit: Int = 1_000_000) throws(SystemError) -> [String] {
        // A descriptor of its own, for the place in the list belongs to the open file.
        let raw = openat(descriptor.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0, let stream = fdopendir(raw) else { throw SystemError("list", path) }
        defer { closedir(stream) }
        return try Directory.names(stream, path, limit: limit)
    }

    /// Makes a directory; one that is there already is EEXIST.
    package func make(_ name: String, mode: UInt32) throws(SystemError) {
        guard mkdirat(descriptor.raw, try plain(name), mode) == 0 else { throw SystemError("create", place(name)) }
    }

    /// Of the directory itself; the mode is exact, whatever the umask.
    package func set(mode: UInt32, uid: UInt32? = nil, gid: UInt32? = nil) throws(SystemError) {
        if let uid, let gid {
            guard fchown(descriptor.raw, uid, gid) == 0 else { throw SystemError("give away", path) }
        }
        guard fchmod(descriptor.raw, mode) == 0 else { throw SystemError("set the mode of", path) }
    }

    package func file(_ name: String, _ flags: Int32, mode: UInt32 = 0o600) throws(SystemError) -> Descriptor {
        let raw = openat(descriptor.raw, try plain(name), flags | O_NOFOLLOW | O_CLOEXEC, mode)
        guard raw >= 0 else { throw SystemError("open", place(name)) }
        return Descriptor(owning: raw)
    }

    /// Removes a file, a link or anything else that is no directory.
    package func remove(_ name: String) throws(SystemError) {
        guard unlinkat(descriptor.raw, try plain(name), 0) == 0 else { throw SystemError("remove", place(name)) }
    }

    /// Removes an empty directory.
    package func removeDirectory(_ name: String) throws(SystemError) {
        guard unlinkat(descriptor.raw, try plain(name), AT_REMOVEDIR) == 0 else {
            throw SystemError("remove", place(name))
        }
    }

    /// Renames in one step; a file that has the new name is replaced.
    package func move(_ name: String, to other: borrowing HeldDirectory, as new: String) throws(SystemError) {
        guard renameat(descriptor.raw, try plain(name), other.descriptor.raw, try plain(new)) == 0 else {
            throw SystemError("move", place(name))
        }
    }

    /// Gives a file a second name.
    package func link(_ name: String, as new: String) throws(SystemError) {
        guard linkat(descriptor.raw, try plain(name), descriptor.raw, try plain(new), 0) == 0 else {
            throw SystemError("link", place(name))
        }
    }

    /// Puts on disk which names it has.
    package func sync() throws(SystemError) {
        guard fsync(descriptor.raw) == 0 else { throw SystemError("sync", path) }
    }

    private func plain(_ name: String) throws(SystemError) -> String {
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0)
        else { throw SystemError(code: EINVAL, "use", place(name)) }
        return name
    }
}

extension HeldDirectory {
    /// Puts a file in place in one step, with its owner and its exact mode; bytes and name are on disk afterwards.
    ///
    /// After an error the old file is untouched and nothing else is left.
    package func write(
        _ name: String, _ bytes: [UInt8], mode: UInt32, uid: UInt32? = nil, gid: UInt32? = nil,
        calls: FileCalls = FileCalls()
    ) throws(SystemError) {
        let temporary = ".\(name).tmp-\(Randomness.system.hex(4))"
        do throws(SystemError) {
            let file = try file(temporary, O_WRONLY | O_CREAT | O_EXCL)
            try File.writeAll(file.raw, bytes, place(name), calls: calls)
            try Self.finish(file.raw, place(name), mode: mode, uid: uid, gid: gid, calls: calls)
            try move(temporary, to: self, as: name)
        } catch {
            try? remove(temporary)
            throw error
        }
        try sync()
    }

    /// Owner, mode, and on disk: what an open file lacks after its last byte.
    package static func finish(
        _ fd: Int32, _ path: String, mode: UInt32, uid: UInt32? = nil, gid: UInt32? = nil,
        calls: FileCalls = FileCalls()
    ) throws(SystemError) {
        if let uid, let gid {
            guard fchown(fd, uid, gid) == 0 else { throw SystemError("give away", path) }
        }
        guard fchmod(fd, mode) == 0 else { throw SystemError("set the mode of", path) }
        guard calls.sync(fd) == 0 else { throw SystemError("sync", path) }
    }

    /// A small file's bytes; more than `limit` is EFBIG, anything but a plain file EINVAL.
    package func read(_ name: String, limit: Int = 1 << 20) throws(SystemError) -> [UInt8] {
        // Without O_NONBLOCK a pipe that somebody put there would hold us.
        let file = try file(name, O_RDONLY | O_NONBLOCK)
        guard try FileInfo.of(descriptor: file.raw).kind == .file else {
            throw SystemError(code: EINVAL, "read", place(name))
        }
        return try File.read(descriptor: file.raw, place(name), limit: limit)
    }
}
