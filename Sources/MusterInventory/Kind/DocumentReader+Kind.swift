import MusterModel

extension DocumentReader {
    /// The kind that a file under `kinds/` describes.
    mutating func kind(_ file: SourceFile) -> ServiceKind? {
        let before = problems.list.count
        guard let root = YAMLReader.read(file, &problems), let members = mapping(root, "a kind of service") else {
            if problems.list.count == before {
                problems.add(Place(file: file.path, line: 1, column: 1), "the file is empty")
            }
            return nil
        }
        let fields = KindFields(members, at: root.place)
        reportUnknown(fields, among: KindKey.kind)
        guard let name = required("name", fields), let mergeOn = required("merge_on", fields) else { return nil }
        if HostName(name) == nil { problems.add(fields.place("name"), "\(quoted(name)) cannot name a kind") }
        let kind = ServiceKind(
            name: name, summary: optional("summary", fields) ?? "",
            discovery: items("discovery", fields) { $0.discoverySource($1) }, mergeOn: mergeOn,
            identityFile: optional("identity_file", fields), failureFile: optional("failure_file", fields),
            probes: items("probes", fields) { $0.probe($1) }, launch: fields["launch"].flatMap { launch($0) })
        if kind.discovery.isEmpty {
            problems.add(root.place, "the kind \(quoted(name)) has no `discovery`", fix: "say where its nodes show")
        }
        reportTwice(kind.discovery.map(\.id) + kind.probes.map(\.id), at: root.place)
        return problems.list.count == before ? kind : nil
    }

    private mutating func launch(_ node: YAMLNode) -> Launch? {
        guard let members = mapping(node, "`launch`") else { return nil }
        let fields = KindFields(members, at: node.place)
        reportUnknown(fields, among: KindKey.launch)
        guard let name = required("name", fields), let binary = required("binary", fields) else { return nil }
        if !name.contains("{number") {
            problems.add(fields.place("name"), "`name` has no `{number}`", fix: "write it as in antnode{number:4}")
        }
        return Launch(
            name: name, binary: binary,
            arguments: fields["arguments"].map { scalars($0, "`arguments`").map(\.value) } ?? [],
            reusesNumbers: flag("reuses_numbers", fields, default: true))
    }

    private mutating func discoverySource(_ fields: KindFields) -> DiscoverySource? {
        reportUnknown(fields, among: KindKey.discovery)
        guard let id = required("id", fields), let method: DiscoverySource.Method = choice("method", fields) else {
            return nil
        }
        let paths = fields["paths"].map { scalars($0, "`paths`") } ?? []
        for path in paths where PolicyType.path.value(path.value) == nil {
            problems.add(path.place, "\(quoted(path.value)) is not \(PolicyType.path.expectation)")
        }
        if paths.isEmpty, method == .jsonFile || method == .directory {
            problems.add(fields.at, "a source by \(method.rawValue) needs `paths`")
        }
        return DiscoverySource(
            id: id, method: method, match: optional("match", fields), paths: paths.map(\.value),
            each: optional("each", fields), bind: fields["bind"].map { bindings($0) } ?? [:])
    }

    private mutating func bindings(_ node: YAMLNode) -> [String: [FieldSource]] {
        var bound: [String: [FieldSource]] = [:]
        for member in mapping(node, "`bind`") ?? [] {
            bound[member.key] = scalars(member.value, "`bind`").compactMap { fieldSource($0) }
        }
        return bound
    }

    private mutating func fieldSource(_ text: Placed<String>) -> FieldSource? {
        if let source = FieldSource(text.value) { return source }
        let known =
            "argument(--flag), word(pattern), environment(NAME), member(name), literal(text), number, stem, path, "
            + "working_directory"
        problems.add(text.place, "\(quoted(text.value)) is not a source of a field", fix: "write one of \(known)")
        return nil
    }

    private mutating func probe(_ fields: KindFields) -> Probe? {
        reportUnknown(fields, among: KindKey.probe)
        guard let id = required("id", fields), let method: Probe.Method = choice("method", fields),
            let port = required("port_field", fields)
        else { return nil }
        let path = optional("path", fields) ?? ""
        if method != .tcp, !path.hasPrefix("/") || PolicyType.text.value(path) == nil || path.contains(" ") {
            problems.add(fields.place("path"), "a probe by \(method.rawValue) needs a `path` that begins with /")
        }
        let timeout = fields["timeout_ms"].map { whole($0, "`timeout_ms`", 1...60_000) ?? 5000 } ?? 5000
        return Probe(
            id: id, method: method, portField: port, path: path, timeout: timeout,
            extract: fields["extract"].map { extractions($0) } ?? [:])
    }

    private mutating func extractions(_ node: YAMLNode) -> [String: Extraction] {
        var extract: [String: Extraction] = [:]
        for member in mapping(node, "`extract`") ?? [] {
            extract[member.key] = extraction(member.value)
        }
        return extract
    }

    /// A name alone, or a mapping where a label or a sum is wanted.
    private mutating func extraction(_ node: YAMLNode) -> Extraction? {
        guard case .mapping(let members) = node.content else {
            return scalar(node, "what to extract").map { Extraction(name: $0) }
        }
        let fields = KindFields(members, at: node.place)
        reportUnknown(fields, among: KindKey.extraction)
        guard let name = required("name", fields) else { return nil }
        return Extraction(
            name: name, label: optional("label", fields), sum: flag("sum", fields, default: false))
    }
}
