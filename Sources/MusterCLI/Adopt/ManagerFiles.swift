import MusterFleet
import MusterIO
import MusterInventory
import MusterModel
import MusterStore

/// What another manager of nodes left on a host: its settings, and what it knew of its nodes.
struct ManagerFiles: Sendable {
    var settings = ImportedSettings()
    /// What wnm's database says of nodes.
    var nodes: [WnmDatabase.Node] = []
    /// Where it was found, for people.
    var sources: [String] = []

    /// Prints the files that are there, each under a line with its length and path; names are the managers' own.
    static let command = [
        "sh", "-c",
        """
        for f in /var/antctl/config /var/antctl/override /var/antctl/colony.db \
            "$HOME"/.local/share/autonomi/colony.db /home/*/.local/share/autonomi/colony.db; do
          [ -f "$f" ] && [ -r "$f" ] || continue
          case " $seen " in *" $f "*) continue;; esac
          seen="$seen $f"
          n=$(wc -c <"$f") && [ "$n" -le \(sizeLimit) ] || { echo "muster-too-big 0 $f"; continue; }
          printf 'muster-file %s %s\\n' "$n" "$f"
          head -c "$n" "$f"
          printf '\\n'
        done
        """,
    ]

    private static let sizeLimit = 900_000

    init() {}

    /// Takes apart what ``command`` printed.
    init(_ result: CommandResult) {
        var rest = result.output[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ", maxSplits: 2).map(
                String.init)
            rest = rest[(end + 1)...]
            guard words.count == 3, let count = Int(words[1]), count >= 0, count <= rest.count else { break }
            if words[0] == "muster-file" {
                take(PlainText.printable(words[2]), Array(rest.prefix(count)))
                rest = rest.dropFirst(count + 1)
            } else {
                settings.add(Problem(nil, "\(PlainText.printable(words[2])) is too big to be read on the way"))
            }
        }
        if result.truncated { settings.add(Problem(nil, "the files of the other manager did not arrive whole")) }
    }

    private mutating func take(_ path: String, _ bytes: [UInt8]) {
        do {
            if WnmDatabase.isDatabase(bytes) {
                let database = try TemporaryDirectory.holding(bytes, for: "adopt") { try WnmDatabase.read($0) }
                settings.merge(WnmImport.settings(row: database.machine, of: path))
                nodes += database.nodes
            } else {
                settings.merge(try AnmConfigImport.settings(SourceFile(path: path, bytes: bytes)))
            }
            sources.append(path)
        } catch {
            let why = (error as? any UserFacingError)?.message ?? "\(error)"
            settings.add(Problem(nil, "\(path) cannot be read: \(PlainText.printable(why))"))
        }
    }

    /// Names of nodes that wnm had disabled, of those that the host has.
    func disabled(among records: [NodeRecord]) -> Set<String> {
        let roots = Set(nodes.filter(\.isDisabled).map(\.rootDirectory))
        return Set(records.filter { $0.root.map(roots.contains) ?? false }.map(\.id.name))
    }

    /// When wnm made the nodes, where it says so.
    func ages(of records: [NodeRecord]) -> [NodeID: Timestamp] {
        let known = Dictionary(nodes.map { ($0.rootDirectory, $0) }, uniquingKeysWith: { first, _ in first })
        let ages = records.compactMap { record in
            record.root.flatMap { known[$0]?.createdAt }.map { (record.id, $0) }
        }
        return Dictionary(ages, uniquingKeysWith: { first, _ in first })
    }

    /// Nodes that earn for another address than wnm wrote down for them.
    func strangeWallets(among records: [NodeRecord]) -> [String] {
        let known = Dictionary(nodes.map { ($0.rootDirectory, $0.wallet) }, uniquingKeysWith: { first, _ in first })
        return records.filter { record in
            guard let noted = record.root.flatMap({ known[$0] ?? nil }),
                let running = record.observation.fields[NodeField.rewardsAddress]?.text
            else { return false }
            return noted.lowercased() != running.lowercased()
        }.map(\.id.name)
    }
}

extension NodeRecord {
    fileprivate var root: String? { observation.fields[NodeField.dataDirectory]?.text ?? observation.directory?.path }
}
