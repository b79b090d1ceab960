import Glibc

/// Reading and writing non-blocking descriptors.
extension EventLoop {
    /// Waits for the next bytes, `count` at most; none at the end of the stream.
    package func read(
        _ fd: Int32, upTo count: Int, until deadline: Deadline, isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) -> [UInt8] {
        while true {
            var received = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                received = Glibc.read(fd, buffer.baseAddress, count)
                initialized = max(0, received)
            }
            if received >= 0 { return bytes }
            try await retry(fd, .read, "read from", until: deadline, isolation: isolation)
        }
    }

    /// Reads to the end of the stream and keeps the first `limit` bytes.
    package func readAll(
        _ fd: Int32, limit: Int, until deadline: Deadline, isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) -> BoundedBytes {
        var kept = BoundedBytes(limit: limit)
        while true {
            let bytes = try await read(fd, upTo: 65_536, until: deadline, isolation: isolation)
            if bytes.isEmpty { return kept }
            kept.append(bytes)
        }
    }

    /// Writes all of `bytes`.
    package func write(
        _ fd: Int32, _ bytes: [UInt8], until deadline: Deadline, isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) {
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes { Glibc.write(fd, $0.baseAddress! + offset, $0.count - offset) }
            if sent >= 0 {
                offset += sent
            } else {
                try await retry(fd, .write, "write to", until: deadline, isolation: isolation)
            }
        }
    }

    /// Waits if the call that just failed would have blocked; else its error.
    private func retry(
        _ fd: Int32, _ interest: Interest, _ operation: String, until deadline: Deadline,
        isolation: isolated (any Actor)?
    ) async throws(IOError) {
        let code = errno
        if code == EINTR { return }
        guard code == EAGAIN else {
            throw .system(SystemError(code: code, operation, "descriptor \(fd)"))
        }
        do {
            try await wait(fd, for: interest, until: deadline, isolation: isolation)
        } catch {
            throw IOError(error)
        }
    }
}

/// The first bytes of a stream, and whether there were more.
package struct BoundedBytes: Hashable, Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var isTruncated = false
    private let limit: Int

    package init(limit: Int) { self.limit = limit }

    package mutating func append(_ more: some Collection<UInt8>) {
        let room = limit - bytes.count
        bytes += more.prefix(room)
        if more.count > room { isTruncated = true }
    }

    /// Invalid UTF-8 is replaced by U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
