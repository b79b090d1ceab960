import ArgumentParser

struct HoldGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Leave hosts or nodes alone: they are surveyed and nothing else.",
        discussion: """
            EXAMPLES
              muster hold on hel01 --reason "new disk" --until 4h
              muster hold list
              muster hold off hel01
            """,
        subcommands: [HoldOn.self, HoldOff.self, HoldList.self], defaultSubcommand: HoldList.self)
}
