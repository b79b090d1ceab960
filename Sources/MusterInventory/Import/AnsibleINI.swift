/// Reads Ansible's INI form: `[group]`, `[group:vars]`, `[group:children]`, hosts with `key=value` words.
enum AnsibleINI {
    private enum Section {
        case hosts(String), variables(String), children(String), unknown
    }

    static func read(_ text: String, file: String) -> AnsibleTree {
        var tree = AnsibleTree()
        var section = Section.hosts("ungrouped")
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = raw.drop(while: \.isWhitespace)
            let place = Place(file: file, line: index + 1, column: raw.count - line.count + 1)
            guard let first = line.first, first != "#", first != ";" else { continue }
            if first == "[", let close = line.lastIndex(of: "]"), isSectionEnd(line[line.index(after: close)...]) {
                section = self.section(line[line.index(after: line.startIndex)..<close], place, &tree)
            } else {
                add(String(line), to: section, place, &tree)
            }
        }
        return tree
    }

    private static func isSectionEnd(_ rest: Substring) -> Bool {
        rest.first { !$0.isWhitespace }.map { $0 == "#" || $0 == ";" } ?? true
    }

    private static func section(_ title: Substring, _ place: Place, _ tree: inout AnsibleTree) -> Section {
        let parts = title.split(separator: ":", maxSplits: 1)
        let name = parts.first.map(String.init) ?? ""
        _ = tree.group(name)
        switch parts.count == 2 ? parts[1] : "hosts" {
        case "hosts": return .hosts(name)
        case "vars": return .variables(name)
        case "children": return .children(name)
        default:
            tree.warnings.append(Problem(place, "the section \(quoted(title)) is not known; left out"))
            return .unknown
        }
    }

    private static func add(_ line: String, to section: Section, _ place: Place, _ tree: inout AnsibleTree) {
        switch section {
        case .hosts(let group):
            var words = ShellWords.split(line)
            guard !words.isEmpty else { return }
            let host = words.removeFirst()
            tree.add(host: host, variables(words, place), to: group)
        case .variables(let group):
            let index = tree.group(group)
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard parts.count == 2 else { return }
            tree.groups[index].variables[parts[0]] = Placed(ShellWords.unquoted(parts[1]), place)
        case .children(let group):
            let index = tree.group(group)
            let child = ShellWords.split(line).first ?? ""
            tree.groups[index].children.append(child)
            _ = tree.group(child)
        case .unknown:
            return
        }
    }

    private static func variables(_ words: [String], _ place: Place) -> [String: Placed<String>] {
        var variables: [String: Placed<String>] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = Placed(String(parts[1]), place) }
        }
        return variables
    }
}

extension Substring {
    var trimmed: String {
        let rest = drop(while: \.isWhitespace)
        return String(rest.reversed().drop(while: \.isWhitespace).reversed())
    }
}
