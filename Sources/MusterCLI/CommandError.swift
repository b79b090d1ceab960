import MusterModel

/// Why a verb could not begin or go on; anything that went wrong on a host is a value of its result instead.
package enum CommandError: UserFacingError {
    /// The command line asks for something that cannot be.
    case usage(String, fix: String?)
    case noInventory(String)
    /// The operator said no.
    case refused
    /// Something has to be asked, and nobody is there.
    case noTerminal(question: String, fix: String)
    case exists(String, fix: String)
    case conflict(String, fix: String?)
    /// What was agreed to is no longer what would be done: nothing is.
    case changed(String)

    package var message: String {
        switch self {
        case .usage(let message, _), .conflict(let message, _): message
        case .noInventory(let path): "there is no inventory at \(path)"
        case .refused: "nothing was changed"
        case .noTerminal(let question, _): "cannot ask \"\(question)\" without a terminal"
        case .exists(let path, _): "\(path) exists already"
        case .changed(let what): "\(what): nothing was done"
        }
    }

    package var fix: String? {
        switch self {
        case .usage(_, let fix), .conflict(_, let fix): fix
        case .noInventory: "run `muster init`, or name one with --inventory"
        case .refused: nil
        case .noTerminal(_, let fix), .exists(_, let fix): fix
        case .changed: "look at it again with --dry-run"
        }
    }
}
