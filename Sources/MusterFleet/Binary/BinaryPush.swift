package import MusterIO
package import MusterModel

/// A program file of the workstation on its way to hosts: sent once per host, however many nodes get a copy.
package struct BinaryPush: Sendable {
    /// Where it is on the workstation.
    package let path: String
    /// SHA-256 in hexadecimal digits.
    package let sha256: String
    let bytes: [UInt8]

    /// Reads the file and looks at it: an empty one, or one that is no program, is refused.
    package init(reading path: String) throws(BinaryError) {
        throw .unreadable(path: path, "pushing binaries is not built yet")
    }

    /// Puts it on a host, or finds it there, and asks it for its version.
    package func place(
        on session: any HostSession, become: HostTarget.Become, randomness: Randomness, until deadline: Deadline
    ) async throws -> BinarySource {
        throw BinaryError.unreadable(path: path, "pushing binaries is not built yet")
    }
}

/// Why a file of the workstation cannot be pushed.
package enum BinaryError: UserFacingError, Hashable {
    case unreadable(path: String, String)
    case noProgram(path: String)

    package var message: String {
        switch self {
        case .unreadable(let path, let why): "could not read \(path): \(why)"
        case .noProgram(let path): "\(path) is no program for Linux"
        }
    }

    package var fix: String? {
        switch self {
        case .unreadable: nil
        case .noProgram: "name the node's executable itself, unpacked"
        }
    }
}

extension Fleet {
    /// Puts a binary on each host; the sources that come back are what upgrades and new nodes are made from.
    package func push(
        _ binary: BinaryPush, to hosts: [HostTarget], randomness: Randomness
    ) async -> [HostResult<BinarySource>] {
        await inSession(with: hosts) { host, session, deadline in
            progress(.step(host.name, "push binary"))
            return try await binary.place(on: session, become: host.become, randomness: randomness, until: deadline)
        }
    }
}
