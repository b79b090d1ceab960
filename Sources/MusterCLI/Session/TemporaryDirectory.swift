import Glibc
import MusterIO

/// A directory that only this user can look into, for a file that some other program or library opens by name.
struct TemporaryDirectory: Sendable {
    let path: String

    init() throws(SystemError) {
        var template = Array("/tmp/muster.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("create", "a directory in /tmp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it with the file of that name.
    func remove(with file: String) {
        try? File.remove(path + "/" + file)
        rmdir(path)
    }
}
