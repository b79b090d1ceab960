import MusterModel

extension Envelope {
    /// Reads one line, without its line break.
    ///
    /// The version decides whether the rest can be read at all, so the body is read after it wherever it stands.
    /// Members that are not known are ignored.
    package static func reading(_ line: UnsafeBufferPointer<UInt8>) throws(WireError) -> Envelope {
        var header = Header()
        let body: Body?
        do {
            body = try JSONReader.read(line, limits: .line) { reader throws(JSONError) in
                try header.read(Body.self, from: &reader)
            }
        } catch {
            throw WireError(error, id: header.id)
        }
        return try header.envelope(around: body)
    }

    package static func reading(_ line: [UInt8]) throws(WireError) -> Envelope {
        try line.withUnsafeBufferPointer { buffer throws(WireError) in try reading(buffer) }
    }
}

/// What surrounds a body, as far as it has been read.
private struct Header {
    var version: Int64?
    var id: Int64?
    /// The body's name, when it was one that no message has.
    var unknownName: String?

    mutating func read<Body: WireBody>(
        _ type: Body.Type, from reader: inout JSONReader
    ) throws(JSONError) -> Body? {
        var body: Body?
        var place: JSONReader.Place?
        try reader.members { name, reader throws(JSONError) in
            switch name {
            case "v": version = try reader.once(version)
            case "id": id = try reader.once(id)
            case "body":
                guard place == nil else { throw reader.mismatch("member 'body' stands twice") }
                place = reader.place
                if isReadable { body = try readBody(from: &reader) } else { try reader.skip() }
            default: try reader.skip()
            }
        }
        guard isReadable, body == nil, unknownName == nil, let place else { return body }
        return try reader.rereading(place) { reader throws(JSONError) in try readBody(from: &reader) }
    }

    private var isReadable: Bool { version == wireVersion && id != nil }

    private mutating func readBody<Body: WireBody>(from reader: inout JSONReader) throws(JSONError) -> Body? {
        var body: Body?
        var count = 0
        try reader.members { name, reader throws(JSONError) in
            count += 1
            guard count == 1 else { throw reader.mismatch("a body holds one message") }
            body = try Body.read(name, from: &reader)
            if body == nil {
                unknownName = name
                try reader.skip()
            }
        }
        return body
    }

    func envelope<Body: WireBody>(around body: Body?) throws(WireError) -> Envelope<Body> {
        guard let version else { throw missing("v") }
        guard version == wireVersion else { throw .version(id: id, theirs: version, ours: wireVersion) }
        guard let id else { throw missing("id") }
        if let unknownName { throw .unsupported(id: id, name: unknownName) }
        guard let body else { throw missing("body") }
        return Envelope(id: id, body: body)
    }

    private func missing(_ name: String) -> WireError {
        .malformed(id: id, JSONError(.mismatch(path: "", detail: "member '\(name)' is missing")))
    }
}

extension JSONReader {
    /// A whole number for a member that has none yet.
    fileprivate mutating func once(_ earlier: Int64?) throws(JSONError) -> Int64 {
        guard earlier == nil else { throw mismatch("a member stands twice") }
        return try integer()
    }
}
