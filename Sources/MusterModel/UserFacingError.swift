/// An error that a person will read.
///
/// `message` says what is wrong and where; `fix`, if there is one, what to do about it. Callers branch on the cases
/// of the concrete error, never on these texts.
package protocol UserFacingError: Error, Sendable {
    /// One sentence without a full stop, starting in lower case.
    var message: String { get }
    /// One imperative sentence without a full stop, naming a command where there is one.
    var fix: String? { get }
}

extension UserFacingError {
    package var fix: String? { nil }
}
