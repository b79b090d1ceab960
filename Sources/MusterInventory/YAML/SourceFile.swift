/// One file's name, as it shall show in messages, and its bytes.
package struct SourceFile: Hashable, Sendable {
    /// Bytes of one file.
    package static let sizeLimit = 10 * 1024 * 1024

    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    package init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// The last component of the path without its extension.
    var stem: String {
        let name = path.split(separator: "/").last ?? ""
        return String(name.split(separator: ".", omittingEmptySubsequences: false).first ?? "")
    }
}
