import Glibc
import MusterIO

/// The operator's editor on the terminal.
struct TerminalEditor: Editor {
    /// `command` may hold options, as in `code --wait`; system(3) gives the editor the terminal and its signals.
    func edit(_ path: String, with command: String) throws(CommandError) {
        let quoted = "'" + path.replacing("'", with: "'\\''") + "'"
        let status = system("\(command) \(quoted)")
        guard status == 0 else {
            throw .conflict("the editor `\(command)` failed", fix: "name another one in VISUAL or EDITOR")
        }
    }
}
