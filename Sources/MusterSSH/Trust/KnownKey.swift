/// A key that a known_hosts file holds for a host, and where.
package struct KnownKey: Hashable, Sendable {
    package let key: PublicKey
    package let place: FilePlace

    package var type: KeyType { key.type }
    package var fingerprint: Fingerprint { key.fingerprint }
}

/// A line of a file, for a person to find.
package struct FilePlace: Hashable, Sendable, CustomStringConvertible {
    package let path: String
    /// Counted from 1.
    package let line: Int

    package init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    package var description: String { "\(path):\(line)" }
}
