/// Reads Ansible's YAML form: groups with `hosts`, `vars` and `children`, nested.
struct AnsibleYAML {
    private var tree = AnsibleTree()
    private var reader = DocumentReader()

    static func read(_ file: SourceFile) throws(InventoryError) -> AnsibleTree {
        var parser = AnsibleYAML()
        if let root = YAMLReader.read(file, &parser.reader.problems),
            let groups = parser.reader.mapping(root, "an Ansible inventory")
        {
            for group in groups { parser.add(group, to: nil) }
        }
        try parser.reader.problems.throwIfAny()
        return parser.tree
    }

    /// The reader bounds the nesting.
    private mutating func add(_ member: YAMLMember, to parent: Int?) {
        let index = tree.group(member.key)
        if let parent, tree.groups[parent].name != "all" { tree.groups[parent].children.append(member.key) }
        for part in reader.optionalMapping(member.value, "group \(quoted(member.key))") ?? [] {
            switch part.key {
            case "hosts":
                for host in reader.optionalMapping(part.value, "`hosts`") ?? [] {
                    tree.add(host: host.key, variables(host.value), to: member.key)
                }
            case "vars": tree.groups[index].variables.merge(variables(part.value)) { _, later in later }
            case "children":
                for child in reader.optionalMapping(part.value, "`children`") ?? [] { add(child, to: index) }
            default:
                tree.warnings.append(Problem(part.keyPlace, "the key \(quoted(part.key)) is not known; left out"))
            }
        }
    }

    private mutating func variables(_ node: YAMLNode) -> [String: Placed<String>] {
        var variables: [String: Placed<String>] = [:]
        for member in reader.optionalMapping(node, "variables") ?? [] {
            switch member.value.content {
            case .scalar(let text, _): variables[member.key] = Placed(text, member.value.place)
            case .mapping(let inner) where member.key == AnsibleVariable.labels || member.key == AnsibleVariable.policy:
                for entry in inner {
                    if case .scalar(let text, _) = entry.value.content {
                        variables["\(member.key).\(entry.key)"] = Placed(text, entry.value.place)
                    }
                }
            case .sequence, .mapping:
                variables[member.key] = Placed("", member.value.place)
            }
        }
        return variables
    }
}
