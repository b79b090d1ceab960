import MusterModel

/// Why a file of the workstation cannot be pushed.
package enum BinaryError: UserFacingError, Hashable {
    case unreadable(path: String, String)
    case noProgram(path: String)

    package var message: String {
        switch self {
        case .unreadable(_, let why): why
        case .noProgram(let path): "\(path) is no program for Linux"
        }
    }

    package var fix: String? {
        switch self {
        case .unreadable: "name the node's executable on this machine, or host:PATH for one on the hosts"
        case .noProgram: "name the node's executable itself, unpacked"
        }
    }
}
