/// The settings that apply to one host, or to one kind of service on it, by wnm's names.
///
/// Holds only what somebody set; ``PolicyKey`` knows each key's type, range and default.
package struct Policy: Hashable, Sendable, Codable {
    package var host: [String: Scalar]
    /// Kind name → settings of that kind on this host.
    package var kinds: [String: [String: Scalar]]

    package init(host: [String: Scalar] = [:], kinds: [String: [String: Scalar]] = [:]) {
        self.host = host
        self.kinds = kinds
    }
}
