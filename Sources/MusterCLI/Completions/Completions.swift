import ArgumentParser

struct Completions: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Print a completion script for a shell.",
        discussion: """
            EXAMPLES
              muster completions bash > ~/.local/share/bash-completion/completions/muster
              muster completions zsh > "${fpath[1]}/_muster"
              muster completions fish > ~/.config/fish/completions/muster.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run(in session: Session) async throws -> ExitStatus {
        guard let known = CompletionShell(rawValue: shell.rawValue) else {
            throw CommandError.usage("no completion script for \(shell.rawValue)", fix: nil)
        }
        session.output.write(Muster.completionScript(for: known) + "\n")
        return .ok
    }
}
