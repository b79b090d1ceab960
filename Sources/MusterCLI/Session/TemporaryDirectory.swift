import Glibc
import MusterIO

/// A directory that only this user can look into, for a file that some other program or library opens by name.
struct TemporaryDirectory: Sendable {
    let path: String

    /// The purpose is a part of its name, for a user who finds it.
    init(for purpose: String) throws(SystemError) {
        var template = Array("/tmp/muster-\(purpose).XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("create", "a directory in /tmp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it with the file of that name.
    func remove(with file: String) {
        try? File.remove(path + "/" + file)
        rmdir(path)
    }

    /// Lets a library open the bytes by name, and removes them afterwards.
    static func holding<Value>(
        _ bytes: [UInt8], for purpose: String, _ body: (_ path: String) throws -> Value
    ) throws -> Value {
        let directory = try TemporaryDirectory(for: purpose)
        let name = "file"
        defer { directory.remove(with: name) }
        let path = directory.path + "/" + name
        try File.writeAtomically(path, bytes, mode: 0o600)
        return try body(path)
    }
}
