import MusterModel

/// Collects a JSON answer and takes members from it by their dotted path.
struct JSONBody: ProbeBody {
    private let extract: [String: Extraction]
    private var bytes: [UInt8] = []
    private(set) var values = ProbeValues()

    init(_ extract: [String: Extraction]) { self.extract = extract }

    mutating func feed(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

    mutating func end(mustSayEnd: Bool) throws(ProbeFault) {
        let limits = JSONLimits(bytes: HTTPHead.bodyLimit, depth: 32, members: 100_000)
        let document: JSON
        do { document = try JSON.parse(bytes, limits: limits) } catch { throw .notJSON(error.message) }
        for (result, extraction) in extract {
            if let value = document.member(at: extraction.name)?.scalar { values.add(result, value) }
        }
    }
}

extension JSON {
    /// Follows a dotted path of member names; `nil` where one is missing.
    func member(at path: String) -> JSON? {
        var value: JSON? = self
        for name in path.split(separator: ".") { value = value?[String(name)] }
        return value
    }
}
