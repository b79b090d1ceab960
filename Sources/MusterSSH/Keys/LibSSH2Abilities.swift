import CSSH2

/// What the linked libssh2 can do beyond what every supported version can.
package struct LibSSH2Abilities: Hashable, Sendable {
    /// Signs and verifies RSA with SHA-2, as OpenSSH 8.8 and later require.
    package var rsaWithSHA2: Bool
    /// Sends the signature of a hardware token, which ends in flags and a counter.
    package var securityKeys: Bool

    package init(rsaWithSHA2: Bool, securityKeys: Bool) {
        self.rsaWithSHA2 = rsaWithSHA2
        self.securityKeys = securityKeys
    }

    /// Of the library that this process runs with, which may be newer than the header it was built with.
    package static var linked: LibSSH2Abilities {
        // Both came with 1.11.
        let isNewEnough = libssh2_version(0x01_0B_00) != nil
        return LibSSH2Abilities(rsaWithSHA2: isNewEnough, securityKeys: isNewEnough)
    }

    /// The types of key that can log in, by way of a file or an agent.
    func canSign(with type: KeyType) -> Bool {
        switch type {
        case .ed25519, .ecdsa256, .ecdsa384, .ecdsa521: true
        case .rsa: rsaWithSHA2
        case .securityKeyEd25519, .securityKeyECDSA: securityKeys
        default: false
        }
    }
}
