package import MusterSSH

/// A host key as its host showed it, with what known_hosts say about it.
package struct ShownKey: Sendable {
    package let name: HostKeyName
    package let address: String
    package let key: PublicKey
    package let verdict: HostKeyVerdict
    package let settings: SSHSettings
}
