/// Statements built from lists of column names, which are constants of this program.
enum SQLText {
    /// `INSERT OR REPLACE INTO table (…) VALUES (?, …)`; columns are separated by blanks.
    static func replace(_ table: String, _ columns: String) -> String {
        let names = columns.split(whereSeparator: \.isWhitespace)
        let places = names.map { _ in "?" }.joined(separator: ", ")
        return "INSERT OR REPLACE INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(places))"
    }
}
