package import MusterModel

/// One setting as some level wrote it.
package struct Setting: Sendable, Hashable {
    package var path: SettingPath
    package var value: SettingValue
    /// Of the value.
    package var place: Place
}

package enum SettingValue: Sendable, Hashable, CustomStringConvertible {
    case scalar(Scalar)
    case list([String])

    package var description: String {
        switch self {
        case .scalar(let scalar): scalar.text
        case .list(let items): items.joined(separator: ", ")
        }
    }
}

/// Where a setting came from; a later case is nearer and wins.
package enum SettingLevel: Sendable, Hashable, CustomStringConvertible {
    case builtIn
    case defaults
    case group(String)
    case host
    case commandLine

    var rank: Int {
        switch self {
        case .builtIn: 0
        case .defaults: 1
        case .group: 2
        case .host: 3
        case .commandLine: 4
        }
    }

    package var description: String {
        switch self {
        case .builtIn: "built in"
        case .defaults: "defaults"
        case .group(let name): "group \(name)"
        case .host: "host"
        case .commandLine: "command line"
        }
    }
}
