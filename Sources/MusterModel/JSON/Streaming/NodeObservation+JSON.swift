extension NodeObservation: JSONStreamable {
    private static let table = MemberTable<CodingKeys>(required: [.kind, .name, .key])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(kind: "", name: "", key: "")
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .kind: kind = try reader.string()
            case .name: name = try reader.string()
            case .key: self.key = try reader.string()
            case .fields: fields = try reader.scalars()
            case .metrics: metrics = try reader.scalars()
            case .unit: unit = try UnitEvidence(from: &reader)
            case .registry: registry = try RegistryEvidence(from: &reader)
            case .processes: processes = try reader.list()
            case .directory: directory = try DirectoryEvidence(from: &reader)
            case .probes: probes = try reader.list()
            case .seenBy:
                try reader.elements { reader throws(JSONError) in seenBy.append(try reader.string()) }
            case .disagreements: disagreements = try reader.list()
            case .lastFailure: lastFailure = try reader.string()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.kind, kind)
        writer.member(CodingKeys.name, name)
        writer.member(CodingKeys.key, key)
        writer.member(CodingKeys.fields, fields)
        writer.member(CodingKeys.metrics, metrics)
        writer.member(CodingKeys.unit, unit)
        writer.member(CodingKeys.registry, registry)
        writer.member(CodingKeys.processes, processes)
        writer.member(CodingKeys.directory, directory)
        writer.member(CodingKeys.probes, probes)
        if !seenBy.isEmpty {
            writer.name(CodingKeys.seenBy.rawValue)
            writer.beginArray()
            for source in seenBy { writer.string(source) }
            writer.endArray()
        }
        writer.member(CodingKeys.disagreements, disagreements)
        writer.member(CodingKeys.lastFailure, lastFailure)
        writer.endObject()
    }
}
