import Glibc
package import MusterIO

/// Adds keys to the end of one known_hosts file, and leaves every line that is there as it is.
package struct KnownHostsWriter: Sendable {
    private let path: String
    private let hashing: Bool
    private let randomness: Randomness

    /// `hashing` as `HashKnownHosts` in the SSH configuration.
    package init(path: String, hashing: Bool, randomness: Randomness) {
        self.path = path
        self.hashing = hashing
        self.randomness = randomness
    }

    /// Adds those that are not there yet, in one write, and answers how many.
    ///
    /// A lock file beside it keeps several of us apart. OpenSSH takes no lock, but appends too, so its lines survive.
    package func add(
        _ keys: [(host: HostKeyName, key: PublicKey)], until deadline: Deadline, on loop: EventLoop,
        isolation: isolated (any Actor)? = #isolation
    ) async throws(KnownHostsError) -> Int {
        for (host, _) in keys where !host.isWritable { throw .badName(host) }
        try writing { () throws(SystemError) in try Directory.create(Directory.parent(of: path), mode: 0o700) }
        let lock = try await lock(until: deadline, on: loop, isolation: isolation)
        let added = try missing(keys)
        if !added.isEmpty { try append(added.map(line).joined()) }
        _ = consume lock  // held until here
        return added.count
    }

    private func lock(
        until deadline: Deadline, on loop: EventLoop, isolation: isolated (any Actor)?
    ) async throws(KnownHostsError) -> FileLock {
        let lockPath = path + ".muster-lock"
        do {
            return try await FileLock.acquire(lockPath, until: deadline, on: loop, isolation: isolation)
        } catch {
            switch error {
            case .timedOut: throw .locked(path: lockPath)
            case .cancelled: throw .cancelled
            case .system(let error): throw .unwritable(error)
            }
        }
    }

    private func missing(
        _ keys: [(host: HostKeyName, key: PublicKey)]
    ) throws(KnownHostsError) -> [(host: HostKeyName, key: PublicKey)] {
        let present = try KnownHosts.read([path])
        var missing: [(host: HostKeyName, key: PublicKey)] = []
        for (host, key) in keys {
            switch present.verdict(on: key, of: host) {
            case .trusted: continue
            case .unknown, .certificateAuthorityOnly: missing.append((host, key))
            case let verdict:
                if let error = HostKeyError(verdict, on: key, of: host) { throw .contradicted(error) }
            }
        }
        return missing
    }

    private func line(_ host: HostKeyName, _ key: PublicKey) -> String {
        let name = hashing ? HashedName.field(hiding: host.text, salt: randomness.bytes(HashedName.length)) : host.text
        return "\(name) \(key.text)\n"
    }

    /// A last line without its end gets one first.
    private func append(_ lines: String) throws(KnownHostsError) {
        try writing { () throws(SystemError) in
            let file = try File.open(path, O_RDWR | O_APPEND | O_CREAT, mode: 0o600)
            let isWhole = try File.tail(path, limit: 1).last.map { $0 == UInt8(ascii: "\n") } ?? true
            try File.writeAll(file.raw, Array((isWhole ? lines : "\n" + lines).utf8), path)
            guard fsync(file.raw) == 0 else { throw SystemError("sync", path) }
            try Directory.sync(Directory.parent(of: path))
        }
    }

    private func writing(_ body: () throws(SystemError) -> Void) throws(KnownHostsError) {
        do throws(SystemError) { try body() } catch { throw .unwritable(error) }
    }
}

extension HostKeyName {
    /// One host, whoever reads the line: no list, pattern, marker, hash or white space.
    var isWritable: Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
    }
}
