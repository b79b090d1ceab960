import ArgumentParser

struct ArchiveGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Look at the keys of removed nodes that hosts keep.",
        subcommands: [ArchiveList.self])
}
