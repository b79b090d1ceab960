import MusterFleet
import MusterModel
import MusterPolicy
import MusterReports
import MusterStore

/// Asks hosts for the keys that their archives hold, and reads the answer.
struct ArchiveListing {
    struct Entry: Hashable {
        var name: String
        var storage: String
        var node: String
        var archivedAt: String
        var address: String

        var json: JSON {
            .object([
                JSON.Member("name", .string(name)), JSON.Member("storage", .string(storage)),
                JSON.Member("node", .string(node)), JSON.Member("archived_at", .string(archivedAt)),
                JSON.Member("rewards_address", .string(address)),
            ])
        }
    }

    /// Lists each archive under a line with its storage; descriptions follow their names.
    let command: [String]

    /// Looks where nodes of the hosts are or were, as the store knows it, and in the usual places.
    init(_ run: FleetRun) async throws {
        var places: Set<String> = ["/var/antctl/services"]
        for target in run.targets {
            if let survey = try await run.store.latestSurvey(of: target.name)?.survey {
                places.formUnion(nodeStorage(of: target, facts: survey.facts, nodes: []))
            }
            if let adoption = try await run.store.adoption(of: target.name) { places.formUnion(adoption.storage.keys) }
        }
        command = ["sh", "-c", Self.script, "sh"] + places.sorted()
    }

    private static let script = """
        for s in "$@" "$HOME/.local/share/autonomi/node"; do
          case "$seen" in *"|$s|"*) continue;; esac
          seen="$seen|$s|"
          cd "$s/.muster-archive" 2>/dev/null || continue
          printf 'storage %s\\n' "$s"
          for f in *; do
            case "$f" in *.json) continue;; esac
            [ -f "$f" ] || continue
            printf 'key %s\\n' "$f"
            [ -f "$f.json" ] && { printf 'about '; head -c 4096 "$f.json" | tr -d '\\n'; printf '\\n'; }
          done
        done
        exit 0
        """

    static func entries(in result: CommandResult) -> [Entry] {
        var storage = ""
        var entries: [Entry] = []
        for line in result.output.split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            guard let blank = text.firstIndex(of: " ") else { continue }
            let value = PlainText.printable(String(text[text.index(after: blank)...]))
            switch text[..<blank] {
            case "storage": storage = value
            case "key": entries.append(Entry(name: value, storage: storage, node: "", archivedAt: "", address: ""))
            case "about" where !entries.isEmpty: describe(&entries[entries.count - 1], value)
            default: continue
            }
        }
        return entries
    }

    private static func describe(_ entry: inout Entry, _ text: String) {
        guard let about = try? JSON.parse(text) else { return }
        entry.node = PlainText.printable(about["node"]?.string ?? "")
        entry.address = PlainText.printable(about["rewards_address"]?.string ?? "")
        entry.archivedAt = about["archived_at"]?.integer.map { Units.clock(Timestamp(milliseconds: $0)) } ?? ""
    }
}
