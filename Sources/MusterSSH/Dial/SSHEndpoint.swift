/// Where to find a host's sshd.
package struct SSHEndpoint: Hashable, Sendable {
    /// Names or numeric addresses, tried in this order.
    package var addresses: [String]
    package var port: UInt16
    /// Which of a name's addresses count.
    package var family: SSHSettings.AddressFamily
    /// Less than the dialer's own limit, if the operator wants that.
    package var connectTimeout: Duration?

    package init(
        addresses: [String], port: UInt16 = 22, family: SSHSettings.AddressFamily = .any,
        connectTimeout: Duration? = nil
    ) {
        self.addresses = addresses
        self.port = port
        self.family = family
        self.connectTimeout = connectTimeout
    }
}
