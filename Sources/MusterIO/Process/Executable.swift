import Glibc

package enum Executable {
    /// The file that a program's name stands for; a name with a slash is a path and is taken as it is.
    package static func find(_ name: String, in searchPath: String) -> String? {
        if name.contains("/") { return name }
        guard !name.isEmpty else { return nil }
        return searchPath.split(separator: ":").lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
