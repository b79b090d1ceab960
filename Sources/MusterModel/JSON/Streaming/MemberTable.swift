/// The members of a type, to find them without making a `String` of each name.
///
/// Members are expected in the order of their cases, and found at once then; another order only costs time.
final class MemberTable<Key: CodingKey & CaseIterable & RawRepresentable<String> & Hashable>: Sendable {
    fileprivate let keys: [Key]
    fileprivate let names: [UInt8]
    /// Where in ``names`` each name ends.
    fileprivate let ends: [Int]
    fileprivate let required: UInt64

    /// - Parameter required: the members without which there is no value.
    init(required: Set<Key>) {
        keys = Array(Key.allCases)
        names = keys.flatMap { Array($0.rawValue.utf8) }
        var (ends, end, mask): ([Int], Int, UInt64) = ([], 0, 0)
        for (index, key) in keys.enumerated() {
            end += key.rawValue.utf8.count
            ends.append(end)
            if required.contains(key) { mask |= 1 << UInt64(index) }
        }
        self.ends = ends
        self.required = mask
    }

    /// The place of the member with that name, looked for from `expected` on.
    fileprivate func place(of name: UnsafeBufferPointer<UInt8>, expected: Int) -> Int? {
        var place = expected
        for _ in 0..<keys.count {
            if place >= keys.count { place = 0 }
            if isName(name, at: place) { return place }
            place += 1
        }
        return nil
    }

    @inline(__always)
    private func isName(_ name: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        let begin = place == 0 ? 0 : ends[place - 1]
        guard ends[place] - begin == name.count else { return false }
        for index in 0..<name.count where names[begin + index] != name[index] { return false }
        return true
    }
}

extension JSONReader {
    /// Reads an object of known members; `body` consumes the value of each.
    ///
    /// A member that is `null` counts as missing, one that the table does not know is skipped. Throws when a known
    /// member stands twice or a required one is missing.
    @inline(__always)
    mutating func members<Key>(
        of table: MemberTable<Key>, _ body: (Key, inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        var expected = 0
        var (named, present): (UInt64, UInt64) = (0, 0)
        try eachMember { reader throws(JSONError) in
            guard let place = try reader.memberPlace(in: table, expected: expected) else { return try reader.skip() }
            let bit: UInt64 = 1 << UInt64(place)
            guard named & bit == 0 else { throw reader.failure(.duplicateMember(table.keys[place].rawValue)) }
            named |= bit
            expected = place + 1
            if try reader.null() { return }
            present |= bit
            try body(table.keys[place], &reader)
        }
        let missing = table.required & ~present
        guard missing == 0 else { throw self.missing(table.keys[missing.trailingZeroBitCount].rawValue) }
    }

    private func missing(_ name: String) -> JSONError { mismatch("member '\(name)' is missing") }

    /// Consumes a name and its colon.
    private mutating func memberPlace<Key>(
        in table: MemberTable<Key>, expected: Int
    ) throws(JSONError) -> Int? {
        try expect(UInt8(ascii: "\""), "a string")
        let begin = cursor
        try skipPlainBytes()
        let place: Int?
        if cursor.pointee == UInt8(ascii: "\"") {
            let name = UnsafeBufferPointer(start: begin, count: cursor - begin)
            place = table.place(of: name, expected: expected)
            if place == nil { try checkUnknown(name) }
            cursor += 1
        } else {
            cursor = begin - 1
            var name = try string()
            place = name.withUTF8 { table.place(of: $0, expected: expected) }
        }
        try colon()
        return place
    }

    /// A name that nobody knows has to be text all the same.
    private func checkUnknown(_ name: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        guard name.count <= limits.stringBytes else { throw failure(.stringTooLong(limit: limits.stringBytes)) }
        guard String(validating: name, as: UTF8.self) != nil else { throw failure(.notUTF8) }
    }
}
