/// Paths as text; nothing here touches a disk.
enum HostPath {
    /// Longer ones are no paths to Linux (`PATH_MAX`).
    static let longest = 4095

    /// An absolute path without empty, `.` and `..` components; `nil` for a relative or impossible one.
    static func normalised(_ path: some StringProtocol, relativeTo base: String? = nil) -> String? {
        var whole = String(path)
        if !whole.hasPrefix("/") {
            guard let base, base.hasPrefix("/") else { return nil }
            whole = base + "/" + whole
        }
        guard whole.utf8.count <= longest, !whole.utf8.contains(0) else { return nil }
        var components: [Substring] = []
        for component in whole.split(separator: "/") where component != "." {
            if component != ".." { components.append(component) } else { _ = components.popLast() }
        }
        return "/" + components.joined(separator: "/")
    }

    static func lastComponent(_ path: some StringProtocol) -> String {
        String(path).split(separator: "/").last.map(String.init) ?? "/"
    }

    static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Whether `path` is `directory` or lies below it.
    static func isInside(_ path: String, _ directory: String) -> Bool {
        directory == "/" || path == directory || path.hasPrefix(directory + "/")
    }
}
