/// Why a text is no condition.
package struct ConditionError: UserFacingError, Equatable {
    package var text: String
    /// Characters before the mistake.
    package var offset: Int
    package var expected: String

    package var message: String {
        let seen = text.count > 200 ? "the condition" : "the condition \"\(text)\""
        return "\(seen): expected \(expected) at character \(offset + 1)"
    }

    package var fix: String? { "write it as in \"cpu>80 and version<0.4.17\"" }
}
