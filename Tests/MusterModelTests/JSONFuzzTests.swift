import MusterModel
import TestSupport
import Testing

/// Whatever the bytes, there is a value or an error, soon.
struct JSONFuzzTests {
    @Test func randomBytes() {
        for var dice in Trials(5000) {
            let bytes = dice.list(upTo: 64) { UInt8(truncatingIfNeeded: $0.next()) }
            survives(bytes)
        }
    }

    @Test func randomPiecesOfJSON() {
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "D83D", "\\uDE00", "1", "-", ".", "e", "null", "tru", " ",
            "\"a\":",
        ]
        for var dice in Trials(5000) {
            survives(Array(dice.list(upTo: 24) { $0.pick(pieces) }.joined().utf8))
        }
    }

    @Test func everyPrefixOfAValue() throws {
        let text = Array(
            #"{"a":[1,-2.5e3,"\u00e9\ud83d\ude00\n",true,false,null,{"b":{}}],"c":12345678901234567890}"#.utf8)
        for length in 0..<text.count {
            #expect(throws: JSONError.self) { try JSON.parse(Array(text[..<length])) }
        }
    }

    @Test(arguments: ["[", "{\"a\":", "[[],", "[{\"a\":"])
    func depthBombs(piece: String) {
        let error = #expect(throws: JSONError.self) {
            try JSON.parse(String(repeating: piece, count: 200_000))
        }
        #expect(error?.problem == .tooDeep(limit: 64))
    }

    @Test func aLongStringIsRead() throws {
        let long = String(repeating: "é😀", count: 170_000)
        #expect(try JSON.parse("[\"\(long)\"]") == .array([.string(long)]))
        let escaped = String(repeating: #"\ud83d\ude00"#, count: 80_000)
        #expect(try JSON.parse("\"\(escaped)\"").string?.unicodeScalars.count == 80_000)
    }

    @Test(arguments: ["1", "0.1", "1e1"])
    func hugeNumbers(start: String) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(start + String(repeating: "1", count: 1_000_000)) }
        #expect(error?.problem == .numberOutOfRange)
    }

    @Test func manyNamesStayCheap() throws {
        let members = (0..<100_000).map { "\"m\($0)\":1" }.joined(separator: ",")
        let map = try JSON.parse("{\(members)}").decoded(as: [String: Int].self)
        #expect(map.count == 100_000)
    }

    private func survives(_ bytes: [UInt8]) {
        guard let value = try? JSON.parse(bytes) else { return }
        #expect((try? JSON.parse(value.text)) == value)
        #expect((try? JSON.parse(value.prettyText)) == value)
    }
}
