import Glibc
import MusterIO
import MusterInventory
import MusterModel

/// The copy of a file that an editor works on, in a directory of its own.
struct Draft {
    let path: String
    private let directory: String

    init(of file: SourceFile) throws {
        var template = Array("/tmp/muster-edit.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("create", "/tmp/muster-edit.XXXXXX") }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = directory + "/" + (file.path.split(separator: "/").last.map(String.init) ?? "inventory.yml")
        try File.writeAtomically(path, file.bytes, mode: 0o600)
    }

    /// As the file that it shall become.
    func read(as path: String) throws -> SourceFile {
        SourceFile(path: path, bytes: try File.read(self.path, limit: SourceFile.sizeLimit))
    }

    /// Refused where the file changed since the draft was made.
    func replace(_ original: SourceFile, with edited: SourceFile) throws {
        guard try File.read(original.path, limit: SourceFile.sizeLimit) == original.bytes else {
            throw CommandError.conflict(
                "\(original.path) was changed meanwhile", fix: "take over your changes from \(path) by hand")
        }
        let target = Self.resolved(original.path)
        try File.writeAtomically(target, edited.bytes, mode: try FileInfo.of(target).mode & 0o777)
        discard()
    }

    func discard() {
        try? File.remove(path)
        rmdir(directory)
    }

    /// A link stays one; what it leads to is replaced.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
