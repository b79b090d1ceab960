import ArgumentParser
import MusterModel
import MusterReports
import MusterStore

struct HoldList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show what is held, by whom, why and until when.",
        discussion: """
            EXAMPLES
              muster hold list
              muster hold list hel* --json
            """)

    @OptionGroup var options: ReadOptions

    func run(in session: Session) async throws -> ExitStatus {
        let reading = try await options.open(in: session)
        let names = Set(reading.names)
        let holds = try await reading.store.holds(at: session.now()).filter { names.contains($0.host) }
        try options.show(HoldsReport(holds, at: session.now()), in: session)
        return .ok
    }
}
