import MusterIO

/// A place for a file that some library wants to open by name.
struct TemporaryFile: Sendable {
    private static let name = "file"

    /// Writes the bytes where only this user can read them, and removes them afterwards.
    func holding<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
        let directory = try TemporaryDirectory()
        defer { directory.remove(with: Self.name) }
        let path = directory.path + "/" + Self.name
        try File.writeAtomically(path, bytes, mode: 0o600)
        return try body(path)
    }
}
