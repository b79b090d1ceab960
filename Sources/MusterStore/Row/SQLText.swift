/// Statements built from lists of column names, which are constants of this program.
enum SQLText {
    /// `INSERT OR REPLACE INTO table (…) VALUES (?, …)`; columns are separated by blanks.
    static func replace(_ table: String, _ columns: String) -> String {
        let names = columns.split(whereSeparator: \.isWhitespace)
        let places = names.map { _ in "?" }.joined(separator: ", ")
        return "INSERT OR REPLACE INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(places))"
    }

    /// `INSERT INTO table (…) VALUES (?, …)`.
    static func insert(_ table: String, _ columns: String) -> String {
        String("INSERT" + replace(table, columns).dropFirst("INSERT OR REPLACE".count))
    }

    /// `('one', 'two')`, of words that hold no quote.
    static func words(_ words: [String]) -> String { "(" + words.map { "'\($0)'" }.joined(separator: ", ") + ")" }
}
