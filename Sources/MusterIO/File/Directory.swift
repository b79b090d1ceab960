import Glibc

package enum Directory {
    /// Names without `.` and `..`, sorted; more than `limit` is EOVERFLOW.
    ///
    /// Names that are no UTF-8 are left out: no path could be made of them again.
    package static func names(_ path: String, limit: Int = 1_000_000) throws(SystemError) -> [String] {
        guard let directory = opendir(path) else { throw SystemError("list", path) }
        defer { closedir(directory) }
        return try names(directory, path, limit: limit)
    }

    /// The first names as the directory holds them, and how many there are in all; without `.` and `..`.
    package static func glance(_ path: String, keeping: Int) throws(SystemError) -> (names: [String], count: Int) {
        guard let directory = opendir(path) else { throw SystemError("list", path) }
        defer { closedir(directory) }
        var names: [String] = []
        var count = 0
        errno = 0
        while let entry = readdir(directory) {
            if names.count < keeping, let name = name(of: entry) {
                if name != ".", name != ".." { names.append(name) }
            }
            count += 1
        }
        guard errno == 0 else { throw SystemError("list", path) }
        return (names, max(names.count, count - 2))
    }

    static func names(_ directory: OpaquePointer, _ path: String, limit: Int) throws(SystemError) -> [String] {
        var names: [String] = []
        errno = 0
        while let entry = readdir(directory) {
            guard let name = name(of: entry), name != ".", name != ".." else { continue }
            guard names.count < limit else { throw SystemError(code: EOVERFLOW, "list", path) }
            names.append(name)
        }
        guard errno == 0 else { throw SystemError("list", path) }
        return names.sorted()
    }

    /// Creates it with those of its parents that are missing; there already is fine.
    package static func create(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
        if mkdir(path, mode) == 0 || errno == EEXIST { return }
        let parent = parent(of: path)
        guard errno == ENOENT, parent != path else { throw SystemError("create", path) }
        try create(parent, mode: mode)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemError("create", path) }
    }

    /// Puts on disk which names a directory has.
    package static func sync(_ path: String, calls: FileCalls = FileCalls()) throws(SystemError) {
        let directory = Descriptor(owning: calls.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0))
        guard directory.raw >= 0 else { throw SystemError("open", path) }
        guard calls.sync(directory.raw) == 0 else { throw SystemError("sync", path) }
    }

    /// As dirname(1) does.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
