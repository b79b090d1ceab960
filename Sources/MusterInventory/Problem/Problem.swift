import MusterModel

/// One thing that is wrong in the files of an inventory.
package struct Problem: Hashable, Sendable, UserFacingError {
    package var place: Place?
    package var message: String
    package var fix: String?

    package init(_ place: Place?, _ message: String, fix: String? = nil) {
        self.place = place
        self.message = message
        self.fix = fix
    }

    /// `fleet.yml:12:5: unknown key …`, the fix on a line of its own.
    package var text: String {
        let first = place.map { "\($0): \(message)" } ?? message
        return first + (fix.map { "\n  \($0)" } ?? "")
    }
}

/// Everything that is wrong in an inventory, found in one pass; nothing may be contacted while there is anything.
package struct InventoryError: UserFacingError, Equatable {
    package var problems: [Problem]

    package init(_ problems: [Problem]) { self.problems = problems }

    /// What one `--set` does, and no file.
    private var ofCommandLine: Problem? { problems.count == 1 && problems[0].place == nil ? problems[0] : nil }

    package var message: String {
        if let ofCommandLine { return ofCommandLine.message }
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        return "the inventory has \(count)\n" + problems.map(\.text).joined(separator: "\n")
    }

    package var fix: String? {
        if let ofCommandLine { return ofCommandLine.fix }
        return "correct the files, then run `muster inventory check`"
    }
}
