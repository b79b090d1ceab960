import MusterModel

/// Why a setting of a node's behaviour was refused.
package enum BehaviourError: Error, Hashable {
    case noValue(line: String)
    case unknownKey(String)
    case invalidValue(String, key: String)
}

extension BehaviourError: UserFacingError {
    package var message: String {
        switch self {
        case .noValue(let line): "not 'key = value': \(line)"
        case .unknownKey(let key): "unknown setting '\(key)'"
        case .invalidValue(let value, let key): "invalid value '\(value)' for '\(key)'"
        }
    }

    package var fix: String? { "docs/testing.md lists the settings" }
}
