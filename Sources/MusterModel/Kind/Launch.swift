/// How a node of a kind is made and named.
///
/// Words may hold `{number}`, `{number:4}` (at least four digits), `{name}`, `{data_dir}`, `{log_dir}`, `{node_port}`,
/// `{metrics_port}`, `{rpc_port}`, `{rewards_address}`, `{network}` and `{shared_dir}`, the directory beside the node
/// storage that all nodes of the host share. A word that is `{no_upnp}` alone becomes `--no-upnp` or nothing, one
/// that is `{start_args}` alone the words of that policy.
package struct Launch: Hashable, Sendable, Codable {
    /// The node's name, such as `antnode{number:4}`; the unit's without `.service`, and the directory's.
    package var name: String
    /// The file name of the node's own copy of the program.
    package var binary: String
    package var arguments: [String]
    /// Whether numbers, and the ports that follow from them, of removed nodes are given out again.
    package var reusesNumbers: Bool

    package init(name: String, binary: String, arguments: [String], reusesNumbers: Bool = true) {
        self.name = name
        self.binary = binary
        self.arguments = arguments
        self.reusesNumbers = reusesNumbers
    }
}
