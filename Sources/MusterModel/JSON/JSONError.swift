/// Why a text is not JSON, or not the JSON that was wanted.
package struct JSONError: Hashable, UserFacingError {
    package enum Problem: Hashable, Sendable {
        case unexpectedEnd
        /// Something else stands where `wanted` should.
        case unexpected(wanted: String)
        case trailingText
        case invalidEscape
        /// Half of a surrogate pair: no Unicode character.
        case loneSurrogate
        case controlCharacter
        case notUTF8
        case malformedNumber
        /// Beyond the largest `Double`, or written with more than 1,024 bytes.
        case numberOutOfRange
        case duplicateMember(String)
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case tooManyMembers(limit: Int)
        case stringTooLong(limit: Int)
        /// Well-formed, but not a value of the type that was asked for; `path` leads to it.
        case mismatch(path: String, detail: String)
    }

    /// A place in the text; line and column count from 1, the column in bytes.
    package struct Position: Hashable, Sendable {
        package var offset: Int
        package var line: Int
        package var column: Int

        package init(offset: Int, line: Int, column: Int) {
            self.offset = offset
            self.line = line
            self.column = column
        }
    }

    package var problem: Problem
    /// `nil` for a mismatch that was found after parsing.
    package var position: Position?

    package init(_ problem: Problem, at position: Position? = nil) {
        self.problem = problem
        self.position = position
    }

    package var message: String {
        guard let position else { return problem.text }
        return "line \(position.line), column \(position.column): \(problem.text)"
    }
}

extension JSONError.Problem {
    /// Names of members come from strangers: whoever prints the text removes control characters.
    fileprivate var text: String {
        switch self {
        case .unexpectedEnd: "the text ends in the middle of a value"
        case .unexpected(let wanted): "expected \(wanted)"
        case .trailingText: "text after the value"
        case .invalidEscape: "no such escape in a string"
        case .loneSurrogate: "half of a surrogate pair in a string"
        case .controlCharacter: "a control character in a string must be escaped"
        case .notUTF8: "a string is not UTF-8"
        case .malformedNumber: "malformed number"
        case .numberOutOfRange: "number out of range"
        case .duplicateMember(let name): "member '\(name.prefix(64))' stands twice"
        case .tooLong(let limit): "longer than \(limit) bytes"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .tooManyMembers(let limit): "more than \(limit) elements and members"
        case .stringTooLong(let limit): "a string longer than \(limit) bytes"
        case .mismatch(let path, let detail): path.isEmpty ? detail : "\(path): \(detail)"
        }
    }
}
