/// The status line and those headers of an HTTP/1 answer that say how its body is delimited.
struct HTTPHead: Hashable {
    enum Framing: Hashable {
        case length(Int)
        case chunked
        case untilClose
    }

    static let limit = 16 << 10
    static let bodyLimit = 2 << 20

    var status: Int
    var framing: Framing
    /// The page promises to end with `# EOF`.
    var isOpenMetrics: Bool

    /// Reads everything before the empty line.
    init(_ bytes: some Sequence<UInt8>) throws(ProbeFault) {
        let lines = Array(bytes).lines
        guard let first = lines.first?.singleLine, let status = Self.status(first) else { throw .noHTTP }
        self.status = status
        framing = .untilClose
        isOpenMetrics = false
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[(colon + 1)...].singleLine ?? ""
            try take(line[..<colon].text.lowercased(), value.lowercased())
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(ProbeFault) {
        switch name {
        case "content-type": isOpenMetrics = value.hasPrefix("application/openmetrics-text")
        case "transfer-encoding":
            guard value == "chunked" else { throw .unsupportedEncoding(String(value.prefix(32))) }
            framing = .chunked
        case "content-length" where framing != .chunked:
            let digits = value.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard digits, let length = Int(value), framing == .untilClose || framing == .length(length) else {
                throw .badLength
            }
            guard length <= Self.bodyLimit else { throw .bodyTooLong }
            framing = .length(length)
        default: break
        }
    }

    private static func status(_ line: String) -> Int? {
        let words = line.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3 else { return nil }
        return Int(words[1])
    }
}
