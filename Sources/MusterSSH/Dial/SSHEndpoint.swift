/// Where to find a host's sshd.
package struct SSHEndpoint: Hashable, Sendable {
    /// Names or numeric addresses, tried in this order.
    package var addresses: [String]
    package var port: UInt16

    package init(addresses: [String], port: UInt16 = 22) {
        self.addresses = addresses
        self.port = port
    }
}
