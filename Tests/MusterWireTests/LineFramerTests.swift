import MusterWire
import Testing

struct LineFramerTests {
    @Test(arguments: [
        (["a\nb\n"], ["a", "b"]), (["a", "b\n", "c"], ["ab"]), (["a\r\n\r\n\n b\r\n"], ["a", " b"]), (["", "\n"], []),
        (["a\r", "\nb\n"], ["a", "b"]), (["a\rb\n"], ["a\rb"]), (["12345678\n"], ["12345678"]),
        (["12345678\r\n"], ["12345678"]),
        (["12345678\r", "\n"], ["12345678"]), (["1234567", "8", "\n1\n"], ["12345678", "1"]),
        (["123456789\n1\n"], ["!", "1"]), (["123456789", "0\n1\n"], ["!", "1"]), (["1234567890\r\n1\n"], ["!", "1"]),
        (["1234567890", "1234567890", "\r\n1\n"], ["!", "1"]), (["1234567890\n1234567890\n"], ["!", "!"]),
    ])
    func cuts(chunks: [String], lines: [String]) {
        var framer = LineFramer(limit: 8)
        var found: [String] = []
        for chunk in chunks {
            framer.append(Array(chunk.utf8))
            found += drain(&framer)
        }
        #expect(found == lines)
    }

    @Test func whereTheChunksAreCutDoesNotMatter() {
        let text = Array("one\r\n\ntoo long a line\r\n12345678\r\n123456789\nlast\n".utf8)
        for size in 1...text.count {
            var framer = LineFramer(limit: 8)
            var found: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                framer.append(text[start..<min(start + size, text.count)])
                found += drain(&framer)
            }
            #expect(found == ["one", "!", "12345678", "!", "last"], "chunks of \(size)")
            #expect(!framer.isInsideLine)
        }
    }

    @Test func anEndlessLineIsReportedOnceAndNotKept() {
        var framer = LineFramer(limit: 1000)
        var reports = 0
        for _ in 0..<1000 {
            framer.append(repeatElement(UInt8(ascii: "x"), count: 10_000))
            while framer.next() == .tooLong { reports += 1 }
        }
        #expect(reports == 1)
        #expect(framer.isInsideLine)
    }

    @Test func aCutLineIsNoLine() {
        var framer = LineFramer()
        framer.append(Array("a\nb".utf8))
        #expect(drain(&framer) == ["a"])
        #expect(framer.isInsideLine)
    }

    private func drain(_ framer: inout LineFramer) -> [String] {
        var found: [String] = []
        while let line = framer.next() {
            switch line {
            case .line(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
            case .tooLong: found.append("!")
            }
        }
        return found
    }
}
