import Glibc
import MusterIO
import MusterModel

/// Looks at the directory and the files of one node; may block.
struct NodeFiles: Sendable {
    let root: HostRoot
    let mounts: MountTable
    let identityFile: String?
    let failureFile: String?

    struct Found: Sendable {
        var directory: DirectoryEvidence?
        var lastFailure: String?
        var dataBytes: Int64?
    }

    /// Bytes at the end of a failure file that are read; its lines are short.
    private static let tail = 8 << 10
    private static let longestFailure = 500

    /// - Parameter measures: whether the size of the node's data is of interest.
    func look(
        at directory: String?, fields: [String: Scalar], measures: Bool = false, _ looks: inout PathLooks
    ) -> Found {
        let found = directory.map { evidence($0, fields, looks.at($0)) }
        let isThere = measures && found?.presence == .present
        return Found(
            directory: found,
            lastFailure: failureFile.flatMap { Template.fill($0, fields) }.flatMap { lastLine($0) },
            dataBytes: isThere ? found.flatMap { DataSize.estimate(root.path($0.path)) } : nil)
    }

    private func evidence(_ path: String, _ fields: [String: Scalar], _ look: PathLook) -> DirectoryEvidence {
        var evidence = DirectoryEvidence(path: path, presence: look.presence)
        locate(&evidence, look.resolved)
        if look.presence == .present, let file = identityFile.flatMap({ Template.fill($0, fields) }) {
            identify(&evidence, file)
        }
        return evidence
    }

    private func locate(_ evidence: inout DirectoryEvidence, _ path: String) {
        let mount = mounts.mount(of: path)
        evidence.mountPoint = mount?.path
        evidence.device = mount?.device
    }

    private func identify(_ evidence: inout DirectoryEvidence, _ file: String) {
        do throws(SystemError) {
            let info = try FileInfo.of(root.path(file), followingLinks: false)
            evidence.hasIdentity = true
            evidence.identityChanged = Timestamp(milliseconds: info.modified / 1_000_000)
        } catch {
            evidence.hasIdentity = error.code == ENOENT || error.code == ENOTDIR ? false : nil
        }
    }

    /// Opens neither a link nor anything but a plain file: who owns the directory could have put a pipe there.
    private func lastLine(_ path: String) -> String? {
        guard let info = try? FileInfo.of(root.path(path), followingLinks: false), info.kind == .file,
            let bytes = try? File.tail(root.path(path), limit: Self.tail)
        else { return nil }
        guard let line = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).last else { return nil }
        let text = PlainText.printable(String(decoding: line, as: UTF8.self)).cut(toBytes: Self.longestFailure)
        return text.isEmpty ? nil : text
    }
}

/// Texts of a kind with `{field}` in them.
enum Template {
    /// The path with its fields filled in; `nil` if one has no value, or the outcome is no absolute path.
    static func fill(_ template: String, _ fields: [String: Scalar]) -> String? {
        var filled = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}"),
                let value = fields[String(rest[rest.index(after: open)..<close])]
            else { return nil }
            filled += rest[..<open] + value.text
            rest = rest[rest.index(after: close)...]
        }
        return HostPath.normalised(filled + rest)
    }
}
