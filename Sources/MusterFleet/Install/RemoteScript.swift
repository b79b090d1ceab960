import MusterIO
package import MusterModel
import MusterSSH

/// A POSIX shell script for `/bin/sh`, whatever the login shell is.
package struct RemoteScript: Hashable, Sendable {
    package let text: String

    init(_ statements: String...) { text = statements.joined(separator: "\n") }

    /// The command line for the host's login shell.
    package func command(as become: HostTarget.Become) -> String {
        ShellWords.commandLine(text, prefix: become == .sudo ? "sudo -n " : "")
    }
}
