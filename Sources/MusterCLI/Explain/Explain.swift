import ArgumentParser
import MusterInventory
import MusterModel

struct Explain: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show each setting of a host with the level and place that set it.",
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
        output.write(to: session.output) {
            chosen.map { SettingTable.text($0, all: output.verbose) }.joined(separator: "\n\n")
        } json: {
            JSON.array(chosen.map { JSON(settingsOf: $0) }).prettyText
        }
        return .ok
    }
}
