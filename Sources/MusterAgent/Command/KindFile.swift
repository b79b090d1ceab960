package import MusterIO
package import MusterModel

/// Service kinds from JSON files, for an agent that is run by hand.
package enum KindFile {
    package static func kinds(in files: [String]) throws(KindFileError) -> [ServiceKind] {
        var kinds: [ServiceKind] = []
        for file in files { kinds += try read(file) }
        return kinds
    }

    private static func read(_ path: String) throws(KindFileError) -> [ServiceKind] {
        let bytes: [UInt8]
        do { bytes = try File.read(path) } catch { throw .unreadable(error) }
        do {
            let json = try JSON.parse(bytes)
            return json.array == nil ? [try json.decoded()] : try json.decoded()
        } catch {
            throw .malformed(path: path, error)
        }
    }
}

/// Why a file holds no service kind.
package enum KindFileError: UserFacingError, Hashable {
    case unreadable(SystemError)
    case malformed(path: String, JSONError)

    package var message: String {
        switch self {
        case .unreadable(let error): error.message
        case .malformed(let path, let error): "\(path) holds no service kind: \(error.message)"
        }
    }

    package var fix: String? { nil }
}
