import MusterModel

/// What a probe took from an answer.
struct ProbeValues: Hashable, Sendable {
    /// Texts: a version, a peer id.
    var fields: [String: Scalar] = [:]
    /// Numbers.
    var metrics: [String: Scalar] = [:]

    /// Longer texts are cut.
    static let longestText = 256

    mutating func add(_ name: String, _ value: Scalar) {
        if case .text(let text) = value {
            let plain = PlainText.printable(text).cut(toBytes: Self.longestText)
            if !plain.isEmpty { fields[name] = .text(plain) }
        } else {
            metrics[name] = value
        }
    }
}

extension String {
    /// At most so many bytes of UTF-8, never half a character.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
