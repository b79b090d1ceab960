import GRDB
import MusterModel

/// Reads a row's columns from left to right.
struct RowReader {
    let row: Row
    let table: String
    private var index = 0

    init(_ row: Row, table: String) {
        self.row = row
        self.table = table
    }

    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ type: Value.Type) -> Value? {
        defer { index += 1 }
        return row[index]
    }

    mutating func text() -> String { next(String.self) ?? "" }

    mutating func optionalText() -> String? { next(String.self) }

    mutating func integer() -> Int64 { next(Int64.self) ?? 0 }

    mutating func flag() -> Bool { integer() != 0 }

    mutating func time() -> Timestamp? { next(Int64.self).map(Timestamp.init(milliseconds:)) }

    /// The case that a column spells; an error if it spells none.
    mutating func word<Word: RawRepresentable<String>>(_ type: Word.Type) throws(StoreError) -> Word? {
        guard let text = next(String.self) else { return nil }
        guard let word = Word(rawValue: text) else { throw .unreadable(table: table, detail: "\(Word.self) \(text)") }
        return word
    }

    mutating func hostName() throws(StoreError) -> HostName {
        let text = text()
        guard let name = HostName(text) else { throw .unreadable(table: table, detail: "host name \(text)") }
        return name
    }

    /// The value that a column holds as JSON.
    mutating func json<Value: Decodable>(_ type: Value.Type) throws(StoreError) -> Value {
        try JSONColumn.value(type, text(), table: table)
    }

    /// The value that a column holds as JSON; `nil` for NULL.
    mutating func optionalJSON<Value: Decodable>(_ type: Value.Type) throws(StoreError) -> Value? {
        guard let text = next(String.self) else { return nil }
        return try JSONColumn.value(type, text, table: table)
    }

    /// The case that a column spells; an error if it spells none or is NULL.
    mutating func required<Word: RawRepresentable<String>>(_ type: Word.Type) throws(StoreError) -> Word {
        guard let word = try word(type) else { throw .unreadable(table: table, detail: "no \(Word.self)") }
        return word
    }

    /// Five columns: goal, setter, since, until, reason.
    mutating func desired() throws(StoreError) -> DesiredState? {
        let goal = try word(DesiredState.Goal.self)
        let setter = try word(DesiredState.Setter.self)
        let since = time()
        let until = time()
        let reason = text()
        guard let goal, let setter, let since else { return nil }
        return DesiredState(goal: goal, setBy: setter, since: since, until: until, reason: reason)
    }
}
