import MusterModel
import MusterWire
import Testing

struct EnvelopeTests {
    @Test(arguments: [
        (Request.quit, #"{"v":1,"id":7,"body":{"quit":{}}}"#),
        (.sample(intervalMilliseconds: 500), #"{"v":1,"id":7,"body":{"sample":{"interval":500}}}"#),
    ])
    func requestsTravel(request: Request, line: String) throws {
        let envelope = Envelope(id: 7, body: request)
        #expect(try envelope.line() == Array("\(line)\n".utf8))
        #expect(try Envelope<Request>.reading(Array(line.utf8)) == envelope)
    }

    @Test(arguments: [
        (#"{"body":{"quit":{}},"id":7,"v":1}"#, Request.quit),
        (
            #" { "v" : 1 , "id" : 7 , "later" : [ { } ] , "body" : { "sample" : { } } } "#,
            .sample(intervalMilliseconds: 500)
        ),
        (#"{"v":1,"id":7,"body":{"survey":{}}}"#, .survey(SurveyRequest())),
    ])
    func orderBlanksAndUnknownMembersDoNotMatter(line: String, request: Request) throws {
        #expect(try Envelope<Request>.reading(Array(line.utf8)) == Envelope(id: 7, body: request))
    }

    @Test(arguments: [
        (#"{"v":1,"id":7,"body":{"dance":{"a":[1]}}}"#, WireError.unsupported(id: 7, name: "dance")),
        (#"{"v":2,"id":7,"body":{"dance":{}}}"#, .version(id: 7, theirs: 2, ours: 1)),
        (#"{"body":{"quit":[]},"v":2}"#, .version(id: nil, theirs: 2, ours: 1)),
    ])
    func whatCannotBeServedIsTold(line: String, error: WireError) {
        #expect(throws: error) { try Envelope<Request>.reading(Array(line.utf8)) }
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"v":1}"#, #"{"v":1,"id":7}"#, #"{"v":1,"id":7,"body":{}}"#,
        #"{"v":1.0,"id":7,"body":{}}"#,
        #"{"v":1,"id":7,"body":{"quit":{},"quit":{}}}"#, #"{"v":1,"v":1,"id":7,"body":{"quit":{}}}"#,
        #"{"v":1,"id":7,"body":{"quit":{}},"body":{"quit":{}}}"#, #"{"v":1,"id":7,"body":{"quit":7}}"#,
        #"{"v":1,"id":7,"body":{"quit":{}}}x"#, #"{"v":1,"id":9223372036854775808,"body":{"quit":{}}}"#,
    ])
    func anythingElseIsMalformed(line: String) {
        let error = #expect(throws: WireError.self) { try Envelope<Request>.reading(Array(line.utf8)) }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
