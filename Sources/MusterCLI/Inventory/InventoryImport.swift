import ArgumentParser
import MusterIO
import MusterInventory
import MusterModel
import MusterStore

struct InventoryImport: Verb {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make an inventory of another tool's file.",
        discussion: """
            ansible reads INI and YAML, ssh-config the Host blocks of ssh_config(5), anm-cluster the shell file with \
            `machines=`. anm takes the settings of one host out of /var/antctl/config, wnm out of colony.db, its \
            config file or what `wnm --report machine-config` prints; --host says whose they are, without it they \
            stand for all hosts. Files are read, never run. What cannot be carried over is told on standard error.

            EXAMPLES
              muster inventory import ansible hosts.ini
              muster inventory import ssh-config ~/.ssh/config --output inventory/ssh.yml
              muster inventory import anm-cluster ~/.local/share/anm-cluster
              muster inventory import anm config --host s00
              muster inventory import wnm ~/.local/share/autonomi/colony.db --host attic
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ansible
        case sshConfig = "ssh-config"
        case anmCluster = "anm-cluster"
        case anm
        case wnm
    }

    @Argument(help: "ansible, ssh-config, anm-cluster, anm or wnm.")
    var format: Format

    @Argument(help: "File to read.", completion: .file())
    var path: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of printing.", valueName: "path"))
    var output: String?

    @Option(help: ArgumentHelp("Whose settings they are, for anm and wnm.", valueName: "name"))
    var host: String?

    @Flag(help: "Replace the output file if it exists.")
    var force = false

    @Flag(name: .shortAndLong, help: "No remarks.")
    var quiet = false

    func validate() throws {
        guard let host else { return }
        guard format == .anm || format == .wnm else { throw ValidationError("--host goes with anm and wnm") }
        guard HostName(host) != nil else { throw ValidationError("'\(host)' is no host name") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        if let output, !force, (try? FileInfo.of(output, followingLinks: false)) != nil {
            throw CommandError.exists(output, fix: "choose another name, or replace it with --force")
        }
        let imported = try converted()
        if !quiet {
            for warning in imported.warnings { session.output.note(warning.text) }
        }
        for mistake in imported.mistakes { session.output.note(mistake.text) }
        guard let output else {
            session.output.write(imported.text)
            return imported.mistakes.isEmpty ? .ok : .usage
        }
        try File.writeAtomically(output, Array(imported.text.utf8))
        if !quiet { session.output.note("wrote \(output)\nnext: `muster inventory check --inventory \(output)`") }
        return imported.mistakes.isEmpty ? .ok : .usage
    }

    /// A file that cannot be read is no inventory with mistakes.
    private func converted() throws -> ImportedInventory {
        do {
            return try convert()
        } catch let error as InventoryError {
            throw CommandError.usage(error.problems.map(\.text).joined(separator: "\n"), fix: nil)
        }
    }

    private func convert() throws -> ImportedInventory {
        let file = SourceFile(path: path, bytes: try File.read(path, limit: Self.limit))
        if format == .wnm, WnmDatabase.isDatabase(file.bytes) {
            return try draft(WnmImport.settings(row: try WnmDatabase.read(path).machine, of: path))
        }
        guard file.bytes.count <= SourceFile.sizeLimit else {
            throw CommandError.usage("\(path) has more than \(SourceFile.sizeLimit) bytes", fix: nil)
        }
        return switch format {
        case .ansible: try AnsibleImport.convert(file)
        case .sshConfig: try SSHConfigImport.convert(file)
        case .anmCluster: try AnmClusterImport.convert(file)
        case .anm: try draft(try AnmConfigImport.settings(file))
        case .wnm: try draft(try WnmImport.settings(file))
        }
    }

    private func draft(_ settings: ImportedSettings) throws(InventoryError) -> ImportedInventory {
        try ImportedSettings.inventory(of: [(host.flatMap { HostName($0) }, settings)], from: path)
    }

    /// Of wnm's database; 256 MiB are a million nodes.
    private static let limit = 256 << 20
}
