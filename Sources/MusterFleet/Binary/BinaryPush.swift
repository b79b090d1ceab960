package import MusterIO
package import MusterModel

/// A program file of the workstation on its way to hosts: sent once per host, however many nodes get a copy.
package struct BinaryPush: Sendable {
    /// Where it is on the workstation.
    package let path: String
    /// SHA-256 in hexadecimal digits.
    package let sha256: String
    /// What it runs on, as `uname -m` says it; `nil` for scripts and what is not known.
    package let architecture: String?
    let bytes: [UInt8]
    /// The same, smaller; `nil` where the workstation has no gzip.
    let compressed: [UInt8]?

    /// More than any node's program has.
    private static let limit = 1 << 30

    /// Reads the file and looks at it: an empty one, or one that is no program, is refused.
    package init(reading path: String) throws(BinaryError) {
        do {
            bytes = try File.read(path, limit: Self.limit)
        } catch {
            throw .unreadable(path: path, error.message)
        }
        let isProgram = bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) || bytes.starts(with: Array("#!".utf8))
        guard isProgram else { throw .noProgram(path: path) }
        self.path = path
        architecture = Self.architecture(of: bytes)
        sha256 = SHA256.hex(of: bytes)
        compressed = Self.compress(path)
    }

    /// Field `e_machine` of an ELF file of little-endian machines (elf(5)).
    private static func architecture(of bytes: [UInt8]) -> String? {
        guard bytes.count > 19, bytes[0] == 0x7F, bytes[5] == 1 else { return nil }
        switch UInt16(bytes[18]) | UInt16(bytes[19]) << 8 {
        case 0x3E: return "x86_64"
        case 0xB7: return "aarch64"
        case 0xF3: return "riscv64"
        default: return nil
        }
    }

    /// Why a machine cannot run it; `nil` where it can, or nobody knows.
    package func misfit(on machine: String) -> HostFailure? {
        guard let architecture, ["x86_64", "aarch64", "riscv64"].contains(machine), machine != architecture else {
            return nil
        }
        return HostFailure(
            step: "push binary", message: "\(path) is a program for \(architecture), and the host is \(machine)",
            fix: "name a program for \(machine) with --binary")
    }

    private static func compress(_ path: String) -> [UInt8]? {
        guard let loop = try? EventLoop(name: "gzip") else { return nil }
        let command = Command(["gzip", "-1", "-c", "--", path], outputLimit: limit)
        let output = try? loop.run { () async throws(CommandError) in
            try await SpawnRunner(loop: loop).run(command, until: .after(.seconds(60)))
        }
        guard let output, output.status.isSuccess, !output.output.isTruncated else { return nil }
        return output.output.bytes
    }

    /// Puts it on a host, or finds it there, and asks it for its version.
    package func place(
        on session: any HostSession, become: HostTarget.Become, randomness: Randomness, until deadline: Deadline
    ) async throws -> BinarySource {
        let script = BinaryScript(
            place: AgentPlace(become: become), sha256: sha256, name: name, sentinel: Sentinel(randomness))
        let found = try script.answer(try await session.run(script.look, input: [], until: deadline))
        if found["path"] != nil { return try source(found) }
        let isCompressed = found["gzip"] == "yes" && compressed != nil
        if let free = found["free"].flatMap({ UInt64($0) }), free < UInt64(bytes.count) / 1024 {
            throw BinaryScript.failure(
                "the disk at \(found["mount"] ?? "/") is full: \(free) KiB free, \(bytes.count / 1024) KiB needed",
                fix: "free some space, then try again")
        }
        let input = isCompressed ? compressed ?? bytes : bytes
        let placed = try await session.run(script.put(isCompressed: isCompressed), input: input, until: deadline)
        return try source(try script.answer(placed))
    }

    private var name: String {
        let file = path.split(separator: "/").last.map(String.init) ?? "node"
        let isPlain = file.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
                || $0 == 0x5F
        }
        return isPlain ? file : "node"
    }

    private func source(_ found: [Substring: String]) throws -> BinarySource {
        guard let path = found["path"], path.hasPrefix("/") else {
            throw BinaryScript.failure("the host does not say where the binary is")
        }
        return BinarySource(path: path, sha256: sha256, version: found["version"].flatMap { Self.version(in: $0) })
    }

    /// The first word that is a version.
    static func version(in text: String) -> String? {
        for word in text.split(separator: " ") where word.utf8.contains(0x2E) {
            let bare = word.first == "v" ? word.dropFirst() : word
            if let version = ReleaseVersion(String(bare)) { return version.description }
        }
        return nil
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
