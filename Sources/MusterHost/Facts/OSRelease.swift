/// `/etc/os-release` (`os-release(5)`): assignments that a shell could read.
enum OSRelease {
    /// The value of `PRETTY_NAME`, cut to 255 bytes.
    static func prettyName(_ file: [UInt8]) -> String? {
        let name = "PRETTY_NAME="
        guard let line = file.lines.first(where: { $0.starts(with: name.utf8) }) else { return nil }
        return Array(unquoted(line.dropFirst(name.utf8.count))).singleLine
    }

    private static func unquoted(_ value: ArraySlice<UInt8>) -> [UInt8] {
        guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return Array(value)
        }
        var text: [UInt8] = []
        var rest = value.dropFirst()
        while let byte = rest.popFirst(), byte != quote {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), let next = rest.popFirst() {
                text.append(next)
            } else {
                text.append(byte)
            }
        }
        return text
    }
}
