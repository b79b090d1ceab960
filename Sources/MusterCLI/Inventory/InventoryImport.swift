import ArgumentParser
import MusterIO
import MusterInventory
import MusterModel

struct InventoryImport: Verb {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make an inventory of another tool's file.",
        discussion: """
            ansible reads INI and YAML, ssh-config the Host blocks of ssh_config(5), anm-cluster the shell file with \
            `machines=`. Files are read, never run. What cannot be carried over is told on standard error.

            EXAMPLES
              muster inventory import ansible hosts.ini
              muster inventory import ssh-config ~/.ssh/config --output inventory/ssh.yml
              muster inventory import anm-cluster ~/.local/share/anm-cluster
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ansible
        case sshConfig = "ssh-config"
        case anmCluster = "anm-cluster"
    }

    @Argument(help: "ansible, ssh-config or anm-cluster.")
    var format: Format

    @Argument(help: "File to read.", completion: .file())
    var path: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of printing.", valueName: "path"))
    var output: String?

    @Flag(help: "Replace the output file if it exists.")
    var force = false

    @Flag(name: .shortAndLong, help: "No remarks.")
    var quiet = false

    func run(in session: Session) async throws -> ExitStatus {
        if let output, !force, (try? FileInfo.of(output, followingLinks: false)) != nil {
            throw CommandError.exists(output, fix: "choose another name, or replace it with --force")
        }
        let file = SourceFile(path: path, bytes: try File.read(path, limit: SourceFile.sizeLimit))
        let imported = try convert(file)
        if !quiet {
            for warning in imported.warnings { session.output.note(warning.text) }
        }
        guard let output else {
            session.output.write(imported.text)
            return .ok
        }
        try File.writeAtomically(output, Array(imported.text.utf8))
        if !quiet { session.output.note("wrote \(output)\nnext: `muster inventory check --inventory \(output)`") }
        return .ok
    }

    private func convert(_ file: SourceFile) throws(InventoryError) -> ImportedInventory {
        switch format {
        case .ansible: try AnsibleImport.convert(file)
        case .sshConfig: try SSHConfigImport.convert(file)
        case .anmCluster: try AnmClusterImport.convert(file)
        }
    }
}
