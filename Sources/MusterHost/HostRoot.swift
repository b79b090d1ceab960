/// The directory that stands for a host's `/`.
///
/// Everything that reads `/proc`, `/sys`, `/etc`, `/run`, `/var` or a home asks it for the path to open, so that a
/// tree of made-up files is a host. Paths inside answers, such as a unit's `ExecStart=`, are the host's own and carry
/// no prefix.
package struct HostRoot: Hashable, Sendable {
    /// Empty for the machine itself, else without a trailing `/`.
    package let prefix: String

    /// The machine that the program runs on.
    package static let machine = HostRoot(at: "/")

    package init(at directory: String) {
        var prefix = Substring(directory)
        while prefix.hasSuffix("/") { prefix.removeLast() }
        self.prefix = String(prefix)
    }

    /// Where to open the file that the host calls `path`.
    ///
    /// `path` begins with `/`, and should hold no `..`, which could lead out of the tree.
    package func path(_ path: String) -> String { prefix.isEmpty ? path : prefix + path }
}
