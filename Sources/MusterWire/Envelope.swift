package import MusterModel

/// The protocol's version, raised whenever a peer of the previous one could misread a message.
package let wireVersion: Int64 = 1

/// One line on the wire: `{"v":1,"id":7,"body":{…}}`.
package struct Envelope<Body: WireBody>: Hashable, Sendable {
    /// Pairs a reply with its request; counted from 1 on each connection, 0 answering none.
    package var id: Int64
    package var body: Body

    package init(id: Int64, body: Body) {
        self.id = id
        self.body = body
    }

    /// The line with its line break.
    ///
    /// Throws rather than send what ``reading(_:)`` on the other side would refuse.
    package func line() throws(WireError) -> [UInt8] {
        var writer = JSONWriter()
        do {
            try write(to: &writer)
            return try writer.bytes.checked() + [UInt8(ascii: "\n")]
        } catch {
            throw WireError(error, id: id)
        }
    }

    private func write(to writer: inout JSONWriter) throws(JSONError) {
        writer.beginObject()
        writer.name("v")
        writer.integer(wireVersion)
        writer.name("id")
        writer.integer(id)
        writer.name("body")
        writer.beginObject()
        writer.name(body.name)
        try body.write(to: &writer)
        writer.endObject()
        writer.endObject()
    }
}

extension JSONLimits {
    /// Of one line, without its line break.
    package static let line = JSONLimits(bytes: 1 << 20, depth: 16, members: 50_000, stringBytes: 64 << 10)
}

extension [UInt8] {
    /// Short lines are within every limit; the rare long one is looked through.
    fileprivate func checked() throws(JSONError) -> [UInt8] {
        guard count > 16 << 10 else { return self }
        try withUnsafeBufferPointer { buffer throws(JSONError) in
            try JSONReader.read(buffer, limits: .line) { reader throws(JSONError) in try reader.skip() }
        }
        return self
    }
}

extension WireError {
    init(_ error: JSONError, id: Int64?) {
        self =
            switch error.problem {
            case .tooLong(let limit), .stringTooLong(let limit), .tooManyMembers(let limit): .tooLong(limit: limit)
            default: .malformed(id: id, error)
            }
    }
}
