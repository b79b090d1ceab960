/// One line of `/proc/self/mountinfo` (`proc_pid_mountinfo(5)`).
struct Mount: Hashable, Sendable {
    /// `major:minor`.
    var device: String
    /// Which directory of the file system is mounted.
    var root: String
    /// Where.
    var path: String
    var isReadOnly: Bool
    var type: String
    var source: String
    /// Options of the file system itself, such as `rw,hidepid=2`.
    var superOptions: String

    static func all(mountinfo: [UInt8]) -> [Mount] {
        mountinfo.lines.compactMap { Mount(line: $0) }
    }

    /// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`, with any number of fields before the dash.
    private init?(line: ArraySlice<UInt8>) {
        // An empty source is printed as nothing between two blanks.
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count >= 10,
            let dash = words[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }), dash + 3 < words.count
        else { return nil }
        device = words[2].text
        root = Self.unescaped(words[3])
        path = Self.unescaped(words[4])
        type = words[dash + 1].text
        source = Self.unescaped(words[dash + 2])
        superOptions = words[dash + 3].text
        isReadOnly = Self.has("ro", in: words[5].text) || Self.has("ro", in: superOptions)
        guard path.hasPrefix("/") else { return nil }
    }

    static func has(_ option: String, in options: String) -> Bool {
        options.split(separator: ",").contains { $0 == option }
    }

    /// The kernel writes blank, tab, line break and backslash as `\040`, `\011`, `\012`, `\134`.
    private static func unescaped(_ word: ArraySlice<UInt8>) -> String {
        guard word.contains(UInt8(ascii: "\\")) else { return word.text }
        var bytes: [UInt8] = []
        var rest = word
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let octal = UInt8(rest.prefix(3).text, radix: 8), rest.count >= 3 {
                bytes.append(octal)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
