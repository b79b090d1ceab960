import Glibc

/// The files that make up a database, and what can be done to them as files.
///
/// `<path>` and, while it is in use, `<path>-wal` and `<path>-shm`; beside them `<path>.lock` and backups.
struct DatabaseFile {
    let path: String

    var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Name within ``directory``.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    var walPath: String { path + "-wal" }

    /// Size in bytes; `nil` if there is no such file.
    func size(of file: String) throws(StoreError) -> Int64? {
        var status = stat()
        if stat(file, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else {
                throw .system(path: file, operation: "use", errno: EISDIR, text: "Is a directory")
            }
            return Int64(status.st_size)
        }
        guard errno == ENOENT || errno == ENOTDIR else { throw .lastSystemError("look at", file) }
        return nil
    }

    /// Device and inode: what tells a file from another one that took its name.
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    func identity() throws(StoreError) -> Identity {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .lastSystemError("look at", path) }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// Creates the directory and those above it that are missing, for the owner alone.
    func makeDirectory() throws(StoreError) {
        var parent = directory.hasPrefix("/") ? "/" : ""
        for part in directory.split(separator: "/") {
            parent += (parent.isEmpty || parent == "/") ? part : "/" + part
            if mkdir(parent, 0o700) != 0, errno != EEXIST { throw .lastSystemError("create", parent) }
        }
    }

    func refuseNetworkFileSystem() throws(StoreError) {
        if let type = try NetworkFileSystem.type(holding: directory) {
            throw .networkFileSystem(path: path, type: type)
        }
    }

    /// Makes an empty file for the owner alone; SQLite gives its companions the same mode.
    static func createEmpty(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .lastSystemError("create", path) }
        close(descriptor)
    }

    /// Takes rights of group and others away, if there are any.
    func closeToOthers() throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .lastSystemError("look at", path) }
        if status.st_mode & 0o077 != 0, chmod(path, 0o600) != 0 { throw .lastSystemError("change the mode of", path) }
    }

    /// Moves `source` to `path` and makes both the bytes and the new name durable.
    static func move(_ source: String, to path: String) throws(StoreError) {
        try flush(source)
        guard rename(source, path) == 0 else { throw .lastSystemError("rename to", path) }
        try flush(DatabaseFile(path: path).directory)
    }

    static func flush(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastSystemError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .lastSystemError("flush", path) }
    }

    static func remove(_ path: String) throws(StoreError) {
        if unlink(path) != 0, errno != ENOENT { throw .lastSystemError("remove", path) }
    }

    static func names(in directory: String) throws(StoreError) -> [String] {
        guard let stream = opendir(directory) else { throw .lastSystemError("list", directory) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }
}
