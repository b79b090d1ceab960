import ArgumentParser
import MusterModel
import MusterStore

struct HoldOff: Verb {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Release hosts or nodes that are held.",
        discussion: """
            A host's name ends the hold of the host; holds of its nodes end by their own names.

            EXAMPLES
              muster hold off hel01
              muster hold off hel01/antnode0007
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws { try change.check(hosts) }

    func run(in session: Session) async throws -> ExitStatus {
        let (released, left) = try await LocalChange.record(
            "hold off", hosts.words + self.change.spoken, context, in: session
        ) { change in
            let operands = try await HoldOperands(hosts, self.change, in: change.inventory, change.store)
            var released: [String] = []
            for one in operands.all where try await change.store.unhold(host: one.host, node: one.node) {
                released.append(one.text)
            }
            let hosts = Set(operands.all.filter { $0.node == nil }.map(\.host))
            let left = try await change.store.holds(at: session.now()).filter {
                $0.node != nil && hosts.contains($0.host)
            }
            return (released, left)
        }
        output.write(to: session.output) {
            released.isEmpty ? "none of them was held" : released.map { "released \($0)" }.joined(separator: "\n")
        } json: {
            JSON.array(released.map { .string($0) }).prettyText
        }
        if !left.isEmpty {
            let names = left.map { "\($0.host)/\($0.node ?? "")" }.joined(separator: " ")
            session.output.note(PlainText.printable("still held by their own names: \(names)"))
        }
        return .ok
    }
}
