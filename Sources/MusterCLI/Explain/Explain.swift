import ArgumentParser
import MusterInventory
import MusterModel
import MusterStore

struct Explain: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show each setting of a host with what set it, and the last decision with what it rested on.",
        discussion: """
            Levels, the nearest wins: built in, defaults, group, host, command line.

            EXAMPLES
              muster explain hel01
              muster explain attic --json
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !hosts.words.isEmpty else { throw ValidationError("name a host to explain") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let chosen = try await hosts.chosen(from: try context.inventory(in: session), context, session)
        let decisions = try await decisions(on: chosen.map(\.name), in: session)
        output.write(to: session.output) {
            chosen.map { host in
                let settings = SettingTable.text(host, all: output.verbose)
                return settings + "\n\n" + (decisions[host.name]?.text(at: session.now()) ?? Self.undecided)
            }.joined(separator: "\n\n")
        } json: {
            JSON.array(
                chosen.map { host in
                    guard case .object(let members) = JSON(settingsOf: host) else { return .null }
                    return .object(members + [JSON.Member("decision", decisions[host.name]?.json ?? .null)])
                }
            ).prettyText
        }
        return .ok
    }

    private static let undecided = "no decision yet: `muster plan` shows what would be done, `apply` and `watch` decide"

    /// The last one of each host; settings can be explained before there is a database.
    private func decisions(on hosts: [HostName], in session: Session) async throws -> [HostName: DecisionTable] {
        let store: Store
        do throws(StoreError) {
            store = try Store.open(context.databaseLocation(in: session), mode: .readOnly)
        } catch .missing {
            return [:]
        }
        var tables: [HostName: DecisionTable] = [:]
        for host in hosts {
            guard let decision = try await store.decision(of: host) else { continue }
            tables[host] = DecisionTable(plan: decision.plan, situation: decision.situation)
        }
        return tables
    }
}
