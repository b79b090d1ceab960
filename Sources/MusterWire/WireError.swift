package import MusterModel

/// Why a line could not be read or written.
package enum WireError: Hashable, UserFacingError {
    /// No message, or one whose members are wrong; `id` is known when the line got that far.
    case malformed(id: Int64?, JSONError)
    case version(id: Int64?, theirs: Int64, ours: Int64)
    /// A message that this version does not know.
    case unsupported(id: Int64, name: String)
    case tooLong(limit: Int)
    /// The other side answered with an error.
    case refused(ErrorReply)

    package var message: String {
        switch self {
        case .malformed(_, let error): "not a message: \(error.message)"
        case .version(_, let theirs, let ours): "the other side speaks protocol \(theirs), this one \(ours)"
        case .unsupported(_, let name): "unknown message '\(name.prefix(64))'"
        case .tooLong(let limit): "a line is too long or its strings are: the limit is \(limit) bytes"
        case .refused(let reply): "the agent refused: \(reply.message)"
        }
    }

    package var fix: String? {
        switch self {
        case .version: "install this version's agent with `muster agent push`"
        case .malformed, .unsupported, .tooLong, .refused: nil
        }
    }
}

/// An agent's answer to a line that it cannot serve.
package struct ErrorReply: Hashable, Sendable, Codable {
    /// An open set: a reader treats a code that it does not know as ``failed``.
    package struct Code: RawRepresentable, Hashable, Sendable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        package static let malformed = Code(rawValue: "malformed")
        package static let version = Code(rawValue: "version")
        package static let unsupported = Code(rawValue: "unsupported")
        package static let tooLong = Code(rawValue: "too-long")
        /// Another request is being served, and this one cannot run beside it.
        package static let busy = Code(rawValue: "busy")
        package static let failed = Code(rawValue: "failed")
    }

    package var code: Code
    package var message: String

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }
}

extension WireError {
    /// The line with which an agent answers a request that it could not read; id 0 where none was readable.
    package var answer: Envelope<Reply> {
        let (id, code): (Int64?, ErrorReply.Code) =
            switch self {
            case .malformed(let id, _): (id, .malformed)
            case .version(let id, _, _): (id, .version)
            case .unsupported(let id, _): (id, .unsupported)
            case .tooLong: (nil, .tooLong)
            case .refused: (nil, .failed)
            }
        return Envelope(id: id ?? 0, body: .error(ErrorReply(code: code, message: message)))
    }
}
