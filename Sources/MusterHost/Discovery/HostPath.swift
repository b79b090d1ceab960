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
        if isPlain(whole) { return whole }
        var components: [Substring] = []
        for component in whole.split(separator: "/") where component != "." {
            if component != ".." { components.append(component) } else { _ = components.popLast() }
        }
        return "/" + components.joined(separator: "/")
    }

    /// Nothing in it to normalise: no `//`, no component that begins with a dot, no slash at its end.
    private static func isPlain(_ path: String) -> Bool {
        var previous: UInt8 = 0
        for byte in path.utf8 {
            if previous == UInt8(ascii: "/"), byte == previous || byte == UInt8(ascii: ".") { return false }
            previous = byte
        }
        return previous != UInt8(ascii: "/") || path.utf8.count == 1
    }

    static func lastComponent(_ path: String) -> String {
        let name = path.utf8.drop { $0 == UInt8(ascii: "/") }
        var end = name.endIndex
        while end > name.startIndex, name[name.index(before: end)] == UInt8(ascii: "/") {
            end = name.index(before: end)
        }
        guard end > name.startIndex else { return "/" }
        let whole = name[..<end]
        let start = whole.lastIndex(of: UInt8(ascii: "/")).map { whole.index(after: $0) } ?? whole.startIndex
        return String(decoding: whole[start...], as: UTF8.self)
    }

    static func parent(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Whether `path` is `directory` or lies below it.
    static func isInside(_ path: String, _ directory: String) -> Bool {
        directory == "/" || path == directory || path.hasPrefix(directory + "/")
    }
}
