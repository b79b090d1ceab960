import MusterModel
import MusterWire
import Testing

struct SurveyAssemblerTests {
    @Test func linesBecomeASurvey() throws {
        let survey = try #require(
            try assembled([
                .begin, .node(.named("a")), .sample(.some), .source(.some), .node(.named("b")),
                .end(nodes: 2, sources: 1),
            ])
            .survey)
        #expect(
            survey
                == Survey(
                    facts: .some, sample: .some, sources: [.some], nodes: [.named("a"), .named("b")], complete: true,
                    agentCPU: 12))
    }

    @Test(arguments: [
        (
            [Reply.begin, .sample(.some), .node(.named("a")), .end(nodes: 2)],
            SurveyProblem.counts(what: "nodes", said: 2, came: 1)
        ),
        ([.begin, .sample(.some), .source(.some), .end(nodes: 0)], .counts(what: "sources", said: 0, came: 1)),
        ([.begin, .sample(.some), .end(nodes: -1)], .counts(what: "nodes", said: -1, came: 0)),
        ([.begin, .sample(.some), .begin, .end(nodes: 0)], .outOfOrder("begin")),
        ([.begin, .sample(.some), .sample(.some), .end(nodes: 0)], .outOfOrder("sample")),
        ([.begin, .sample(.some), .end(nodes: 0), .end(nodes: 0)], .outOfOrder("end")),
        ([.begin, .sample(.some), .end(nodes: 0), .node(.named("a"))], .outOfOrder("node")),
        ([.node(.named("a")), .begin, .sample(.some), .end(nodes: 0)], .outOfOrder("node")),
        (
            [.begin, .sample(.some), .hello(Hello(agentVersion: "", facts: .some, clock: .some)), .end(nodes: 0)],
            .outOfOrder("hello")
        ),
        (
            [.begin, .sample(.some), .node(.named("a")), .node(.named("a")), .end(nodes: 2)],
            .repeatedNode(kind: "antnode", name: "a")
        ),
        ([.begin, .sample(.some), .node(.named("a"))], .cut),
        (
            [.begin, .sample(.some), .error(ErrorReply(code: .failed, message: "x"))],
            .refused(ErrorReply(code: .failed, message: "x"))
        ),
        (
            [.begin, .sample(.some), .node(.named("1")), .node(.named("2")), .node(.named("3")), .node(.named("4"))],
            .tooManyNodes(limit: 3)
        ),
    ])
    func isPartial(replies: [Reply], problem: SurveyProblem) throws {
        let assembler = try assembled(replies)
        #expect(assembler.problem == problem)
        #expect(assembler.isFinished)
        #expect(assembler.survey?.complete == false)
    }

    @Test func whatCameBeforeTheCutIsKept() throws {
        let survey = try assembled([.begin, .sample(.some), .node(.named("a"))]).survey
        #expect(survey?.nodes == [.named("a")])
    }

    @Test(arguments: [[], [Reply.begin], [.begin, .node(.named("a")), .end(nodes: 1)], [.end(nodes: 0)]])
    func withoutFactsAndSampleThereIsNone(replies: [Reply]) throws {
        let assembler = try assembled(replies)
        #expect(assembler.survey == nil)
        #expect(assembler.problem != nil)
    }

    @Test func aLineThatAnswersAnotherRequestIsRejected() throws {
        var assembler = try SurveyAssembler(id: 7, [.begin, .sample(.some)])
        assembler.receive(try line(.node(.named("a")), id: 8))
        assembler.receive(try line(.end(nodes: 0), id: 7))
        #expect(assembler.problem == .foreignID(8))
        #expect(assembler.survey?.nodes == [])
        #expect(assembler.survey?.complete == false)
    }

    @Test(arguments: ["garbage", #"{"v":1,"id":7,"body":{"node":{"kind":"antnode"}}}"#, #"{"v":2,"id":7,"body":{}}"#])
    func anUnreadableLineLeavesTheRest(bad: String) throws {
        var assembler = try SurveyAssembler(id: 7, [.begin, .sample(.some)])
        assembler.receive(Array(bad.utf8))
        assembler.receive(try line(.node(.named("a")), id: 7))
        assembler.receive(try line(.end(nodes: 1), id: 7))
        #expect(assembler.survey?.nodes == [.named("a")])
        #expect(assembler.survey?.complete == false)
        guard case .badLine = assembler.problem else {
            Issue.record("\(String(describing: assembler.problem))")
            return
        }
    }

    @Test func aReplyOfALaterVersionIsSkipped() throws {
        var assembler = try SurveyAssembler(id: 7, [.begin, .sample(.some)])
        assembler.receive(Array(#"{"v":1,"id":7,"body":{"progress":{"done":5}}}"#.utf8))
        assembler.receive(try line(.end(nodes: 0), id: 7))
        #expect(assembler.survey?.complete == true)
    }

    @Test func tooManyBytesEndIt() throws {
        var assembler = SurveyAssembler(id: 7, limits: .init(bytes: 1000, nodes: 1000))
        for number in 0..<100 { assembler.receive(try line(number == 0 ? .begin : .node(.named("n\(number)")), id: 7)) }
        #expect(assembler.problem == .tooManyBytes(limit: 1000))
        #expect(assembler.isFinished)
    }

    private func assembled(_ replies: [Reply]) throws -> SurveyAssembler {
        var assembler = try SurveyAssembler(id: 7, replies)
        assembler.streamEnded()
        return assembler
    }
}

private func line(_ reply: Reply, id: Int64) throws -> [UInt8] { try Envelope(id: id, body: reply).line().dropLast() }

extension SurveyAssembler {
    fileprivate init(id: Int64, _ replies: [Reply]) throws {
        self.init(id: id, limits: Limits(bytes: 100_000, nodes: 3))
        for reply in replies { receive(try line(reply, id: id)) }
    }
}
