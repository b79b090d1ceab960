import ArgumentParser
import MusterInventory
import MusterModel

struct InventoryShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show every setting of some hosts, resolved.",
        discussion: """
            `muster explain HOST` also shows which level set each.

            EXAMPLES
              muster inventory show hel01
              muster inventory show home --json
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func run(in session: Session) async throws -> ExitStatus {
        let chosen = try await hosts.chosen(from: try context.inventory(in: session), context, session)
        output.write(to: session.output) {
            chosen.map(Self.text).joined(separator: "\n\n")
        } json: {
            JSON.array(chosen.map { JSON(settingsOf: $0) }).prettyText
        }
        return .ok
    }

    private static func text(_ host: ResolvedHost) -> String {
        let groups = host.target.groups.isEmpty ? [] : ["  groups = " + host.target.groups.joined(separator: ", ")]
        return ([host.name.text] + groups + host.settings.map { "  \($0.path) = \($0.value)" }).joined(separator: "\n")
    }
}

extension JSON {
    /// One host with all its settings, each with the level and place that set it.
    init(settingsOf host: ResolvedHost) {
        self = .object([
            Member("host", .string(host.name.text)),
            Member("groups", .array(host.target.groups.map { .string($0) })),
            Member("settings", .array(host.settings.map { JSON($0) })),
        ])
    }

    private init(_ setting: ResolvedSetting) {
        self = .object([
            Member("key", .string(String(describing: setting.path))),
            Member("value", JSON(setting.value)),
            Member("level", .string(String(describing: setting.level))),
            Member("place", setting.place.map { .string(String(describing: $0)) } ?? .null),
        ])
    }

    private init(_ value: SettingValue) {
        self =
            switch value {
            case .scalar(.integer(let number)): .integer(number)
            case .scalar(.real(let number)): .number(number)
            case .scalar(.text(let text)): .string(text)
            case .list(let items): .array(items.map { .string($0) })
            }
    }
}
