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
        let lines = String(decoding: Array(bytes), as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let first = lines.first, let status = Self.status(first) else { throw .noHTTP }
        self.status = status
        framing = .untilClose
        isOpenMetrics = false
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingBlanks().lowercased()
            try take(line[..<colon].lowercased(), value)
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

    private static func status(_ line: Substring) -> Int? {
        let words = line.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3 else { return nil }
        return Int(words[1])
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
