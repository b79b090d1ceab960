import MusterModel
import MusterWire
import Testing

struct ReplyTests {
    @Test(arguments: [
        Reply.hello(Hello(agentVersion: "0.1", facts: .some, clock: .some)), .begin, .sample(.some), .source(.some),
        .node(.named("n\u{1B}[2J\"\n")), .end(nodes: 3), .error(ErrorReply(code: .busy, message: "busy")),
        .error(ErrorReply(code: .init(rawValue: "of later"), message: "")),
    ])
    func repliesTravel(reply: Reply) throws {
        let envelope = Envelope(id: 9, body: reply)
        var line = try envelope.line()
        #expect(line.popLast() == UInt8(ascii: "\n"))
        #expect(!line.contains { $0 < 0x20 })
        #expect(try Envelope<Reply>.reading(line) == envelope)
    }

    @Test(arguments: [
        (
            #"{"v":1,"id":7,"body":{"dance":{}}}"#,
            #"{"v":1,"id":7,"body":{"error":{"code":"unsupported","message":"unknown message 'dance'"}}}"#
        ),
        (
            #"{"v":9,"id":7}"#,
            #"{"v":1,"id":7,"body":{"error":{"code":"version","message":"the other side speaks protocol 9, this one 1"}}}"#
        ),
        (
            "x",
            #"{"v":1,"id":0,"body":{"error":{"code":"malformed","message":"not a message: line 1, column 1: expected an object"}}}"#
        ),
    ])
    func anUnservableLineHasItsAnswer(line: String, answer: String) throws {
        let error = try #require(throws: WireError.self) { try Envelope<Request>.reading(Array(line.utf8)) }
        #expect(try error.answer.line() == Array("\(answer)\n".utf8))
    }

    @Test func aLongStringIsNeitherSentNorRead() throws {
        var node = NodeObservation.named("n")
        node.fields = ["data_dir": .text(String(repeating: "x", count: 64 << 10))]
        let line = try Envelope(id: 1, body: Reply.node(node)).line()
        #expect(try Envelope<Reply>.reading(line.dropLast()).body == .node(node))
        node.fields = ["data_dir": .text(String(repeating: "x", count: (64 << 10) + 1))]
        #expect(throws: WireError.tooLong(limit: 64 << 10)) { try Envelope(id: 1, body: Reply.node(node)).line() }
    }

    @Test func aLongLineIsNotSent() {
        var node = NodeObservation.named("n")
        node.seenBy = Array(repeating: String(repeating: "\u{1}", count: 1000), count: 200)
        #expect(throws: WireError.tooLong(limit: 1 << 20)) { try Envelope(id: 1, body: Reply.node(node)).line() }
    }

    @Test func whichReplyIsTheLast() {
        #expect(Request.survey(SurveyRequest()).ends(with: .end(nodes: 0)))
        #expect(!Request.survey(SurveyRequest()).ends(with: .sample(.some)))
        #expect(Request.sample(intervalMilliseconds: 5).ends(with: .sample(.some)))
        #expect(Request.sample(intervalMilliseconds: 5).ends(with: .error(ErrorReply(code: .failed, message: ""))))
    }

    @Test func numbersOutOfRangeAreBroughtIntoIt() throws {
        let line =
            #"{"v":1,"id":1,"body":{"survey":{"probeConcurrency":9223372036854775807,"deadline":-5,"sampleInterval":0}}}"#
        let request = SurveyRequest(sampleInterval: 10, probeConcurrency: 64, deadline: 100)
        #expect(try Envelope<Request>.reading(Array(line.utf8)).body == .survey(request))
        let sample = #"{"v":1,"id":1,"body":{"sample":{"interval":9223372036854775807}}}"#
        #expect(try Envelope<Request>.reading(Array(sample.utf8)).body == .sample(intervalMilliseconds: 60_000))
    }
}
