import ArgumentParser
import MusterInventory
import MusterModel

struct InventoryExport: Verb {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the inventory in another tool's form.",
        discussion: """
            Every host carries its resolved settings. Of several addresses and relays, Ansible gets the first.

            EXAMPLES
              muster inventory export ansible > hosts.yml
              muster inventory export ansible hetzner | ansible -i /dev/stdin all -m ping
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case ansible }

    @Argument(help: "ansible.")
    var format: Format

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions

    @Flag(name: .shortAndLong, help: "No remarks.")
    var quiet = false

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try context.inventory(in: session)
        let targets = try await hosts.chosen(from: inventory, context, session).map(\.target)
        session.output.write(try AnsibleExport.text(hosts: targets, groups: inventory.groups))
        if !quiet {
            for target in targets
            where target.addresses.count > 1 || target.via.count > 1 || !target.policy.kinds.isEmpty {
                session.output.note("\(target.name): only the first address and relay, and no policy of a service")
            }
        }
        return .ok
    }
}
