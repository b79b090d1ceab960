/// Text that a server sent, fit for a message: one line of printable ASCII, bounded.
enum StrangersText {
    private static let limit = 200

    static func line(_ bytes: some Sequence<UInt8>) -> String {
        let first = bytes.prefix(limit).drop { $0 == 0x0A || $0 == 0x0D }.prefix { $0 != 0x0A && $0 != 0x0D }
        return String(decoding: first.map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }
}
