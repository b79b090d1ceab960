import Foundation
import MusterModel
import MusterWire
import Testing

/// The example lines of `docs/wire.md` are what the code reads and writes.
struct WireDocumentTests {
    @Test func everyExampleReadsAndIsWrittenAsItStands() throws {
        let lines = try examples()
        var names: Set<String> = []
        for line in lines {
            let bytes = Array(line.utf8)
            // A sample's line would pass as a request for one, so replies come first.
            if let reply = try? Envelope<Reply>.reading(bytes) {
                names.insert(reply.body.name.description)
                #expect(try JSON.parse(reply.line()) == JSON.parse(line), "\(line)")
            } else {
                let request = try Envelope<Request>.reading(bytes)
                names.insert(request.body.name.description)
                #expect(try JSON.parse(request.line()) == JSON.parse(line), "\(line)")
            }
        }
        let requests = ["sample", "survey", "stream", "lease", "act", "query", "quit"]
        let replies = ["hello", "begin", "source", "node", "foreign", "end", "lease", "outcome", "outcomes", "error"]
        #expect(names == Set(requests + replies))
    }

    @Test func everyBeginningOfALineIsRefused() throws {
        for line in try examples().map({ Array($0.utf8) }) {
            for length in stride(from: 0, to: line.count, by: step) {
                #expect(throws: WireError.self) { try Envelope<Reply>.reading(Array(line[..<length])) }
                #expect(throws: WireError.self) { try Envelope<Request>.reading(Array(line[..<length])) }
            }
        }
    }

    @Test func damagedLinesNeverTrap() throws {
        for line in try examples().map({ Array($0.utf8) }) {
            for place in stride(from: 0, to: line.count, by: step) {
                for byte in Array("\"\\{}[],:9-e ".utf8) + [0, 0x0A, 0xFF] {
                    var damaged = line
                    damaged[place] = byte
                    _ = try? Envelope<Request>.reading(damaged)
                    var assembler = SurveyAssembler(id: 2)
                    assembler.receive(damaged)
                    #expect(assembler.survey == nil)
                }
            }
        }
    }

    /// `MUSTER_SOAK` makes it every place, not every so many.
    private var step: Int { ProcessInfo.processInfo.environment["MUSTER_SOAK"] == nil ? 37 : 1 }

    private func examples() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/wire.md")
        let text = try String(contentsOf: file.standardized, encoding: .utf8)
        let blocks = text.components(separatedBy: "```json\n").dropFirst()
        return blocks.compactMap { $0.components(separatedBy: "\n```").first }
    }
}
