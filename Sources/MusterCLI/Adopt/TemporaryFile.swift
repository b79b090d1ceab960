import Glibc
import MusterIO

/// A place for a file that some library wants to open by name.
struct TemporaryFile: Sendable {
    /// Writes the bytes into a directory that only this user can look into, and removes both afterwards.
    func holding<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
        var template = Array("/tmp/muster-import.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("create", "/tmp/muster-import.XXXXXX") }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let path = directory + "/colony.db"
        defer {
            try? File.remove(path)
            rmdir(directory)
        }
        try File.writeAtomically(path, bytes, mode: 0o600)
        return try body(path)
    }
}
