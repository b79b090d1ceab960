import MusterModel

/// Why a file of the workstation cannot be pushed.
package enum BinaryError: UserFacingError, Hashable {
    case unreadable(path: String, String)
    case noProgram(path: String)

    package var message: String {
        switch self {
        case .unreadable(let path, let why): "could not read \(path): \(why)"
        case .noProgram(let path): "\(path) is no program for Linux"
        }
    }

    package var fix: String? {
        switch self {
        case .unreadable: nil
        case .noProgram: "name the node's executable itself, unpacked"
        }
    }
}
