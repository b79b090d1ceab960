/// What the binary says about itself.
package struct NodeRelease: Hashable, Sendable {
    package var version: String

    /// The release that a binary without a release line claims to be.
    package static let standard = NodeRelease(version: "0.4.17")

    package init(version: String) { self.version = version }

    package static let packageVersion = "2026.2.3.2"
    package static let protocolVersion = "ant/1.0/1"

    /// The four lines of `--version`.
    package var text: String {
        """
        Autonomi Node v\(version)
        Network version: \(Self.protocolVersion)
        Package version: \(Self.packageVersion)
        Git info: stable / 0000000 / 2026-02-23

        """
    }
}
