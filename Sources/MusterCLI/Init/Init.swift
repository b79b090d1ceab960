import ArgumentParser
import MusterIO

struct Init: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Write a starter inventory and a directory for playbooks.",
        discussion: """
            Nothing that exists is overwritten.

            EXAMPLES
              muster init              ./inventory and ./playbooks
              muster init ~/fleet      the same below another directory
            """)

    @Argument(help: ArgumentHelp("Directory to write into.", valueName: "directory"))
    var directory: String = "."

    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func run(in session: Session) async throws -> ExitStatus {
        let root = directory == "." ? "" : directory + "/"
        let files = [
            (root + "inventory/fleet.yml", StarterFiles.inventory),
            (root + "playbooks/README.md", StarterFiles.playbooks),
        ]
        for (path, _) in files where (try? FileInfo.of(path, followingLinks: false)) != nil {
            throw CommandError.exists(path, fix: "`muster inventory edit` changes it; move it away to start anew")
        }
        for (path, text) in files {
            try Directory.create(Directory.parent(of: path))
            try File.writeAtomically(path, Array(text.utf8))
        }
        guard !output.quiet else { return .ok }
        let flag = root.isEmpty ? "" : " --inventory \(root)inventory"
        session.output.write(
            """
            wrote \(files.map(\.0).joined(separator: " and "))
            the database will be \(context.databaseLocation(in: session))
            next: `muster inventory edit\(flag)` to name your hosts, then `muster trust\(flag)`

            """)
        return .ok
    }
}
