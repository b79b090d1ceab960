import MusterModel

/// Makes an inventory of the `Host` blocks of an ssh_config(5) file.
package enum SSHConfigImport {
    package static func convert(_ file: SourceFile) throws(InventoryError) -> ImportedInventory {
        var importer = SSHConfigImporter(file: file.path)
        for (index, line) in String(decoding: file.bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            importer.read(line, Place(file: file.path, line: index + 1, column: 1))
        }
        return try DraftWriter.write(importer.finished(), from: file.path)
    }
}

private struct SSHConfigImporter {
    let file: String
    private var draft = InventoryDraft()
    /// The hosts that the current block is about.
    private var current: [String] = []

    init(file: String) { self.file = file }

    mutating func read(_ line: Substring, _ place: Place) {
        var words = ShellWords.split(line)
        guard let first = words.first else { return }
        if let sign = first.firstIndex(of: "="), !first.hasPrefix("=") {
            words[0] = String(first[..<sign])
            words.insert(String(first[first.index(after: sign)...]), at: 1)
        } else if words.count > 1, words[1].hasPrefix("=") {
            words[1].removeFirst()
        }
        let values = words.dropFirst().filter { !$0.isEmpty }
        apply(words[0].lowercased(), values, place)
    }

    private mutating func apply(_ keyword: String, _ values: [String], _ place: Place) {
        switch keyword {
        case "host": begin(values, place)
        case "match":
            current = []
            draft.warn(place, "a `Match` block is left to the SSH configuration")
        case "include":
            draft.warn(place, "`Include` is not followed", fix: "import the included files by themselves")
        default:
            guard let value = values.first else { return }
            for name in current { set(keyword, value, host: draft.host(name), place) }
        }
    }

    private mutating func begin(_ patterns: [String], _ place: Place) {
        current = patterns.filter { HostName($0) != nil && $0 != "all" }
        for name in current { _ = draft.host(name) }
        for pattern in patterns where !current.contains(pattern) {
            draft.warn(place, "the pattern \(quoted(pattern)) names no host; left to the SSH configuration")
        }
    }

    /// The first value of a keyword counts, as in ssh.
    private mutating func set(_ keyword: String, _ value: String, host index: Int, _ place: Place) {
        let settings = draft.hosts[index].settings
        switch keyword {
        case "hostname":
            let address = value.replacing("%h", with: draft.hosts[index].name)
            if settings.addresses.isEmpty { draft.hosts[index].settings.addresses = [address] }
        case "port": if settings.port == nil { draft.hosts[index].settings.port = Int(value) }
        case "user": if settings.user == nil { draft.hosts[index].settings.user = value }
        case "identityfile": draft.hosts[index].settings.identity.append(value)
        case "proxyjump": if settings.via.isEmpty { jump(value, host: index, place) }
        case "proxycommand", "certificatefile", "hostkeyalias", "bindaddress", "addressfamily":
            draft.warn(place, "`\(keyword)` is left to the SSH configuration")
        default: break
        }
    }

    /// The last hop leads to the host; each hop is reached through the one before it.
    private mutating func jump(_ value: String, host index: Int, _ place: Place) {
        let hops = ProxyJump.hops(value)
        guard let last = hops.last else { return }
        draft.hosts[index].settings.via = [last.host]
        var previous: String?
        for hop in hops {
            let relay = draft.host(hop.host)
            if draft.hosts[relay].settings.user == nil { draft.hosts[relay].settings.user = hop.user }
            if draft.hosts[relay].settings.port == nil { draft.hosts[relay].settings.port = hop.port }
            if let previous, draft.hosts[relay].settings.via.isEmpty { draft.hosts[relay].settings.via = [previous] }
            previous = hop.host
        }
    }

    consuming func finished() -> InventoryDraft { draft }
}
