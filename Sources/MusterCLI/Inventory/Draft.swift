import Glibc
import MusterIO
import MusterInventory
import MusterModel

/// The copy of a file that an editor works on, in a directory of its own.
struct Draft {
    private let directory: TemporaryDirectory
    private let name: String

    var path: String { directory.path + "/" + name }

    init(of file: SourceFile) throws {
        directory = try TemporaryDirectory(for: "edit")
        name = file.path.split(separator: "/").last.map(String.init) ?? "inventory.yml"
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

    func discard() { directory.remove(with: name) }

    /// A link stays one; what it leads to is replaced.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
