import MusterModel
import MusterWire

/// A request that was sent and whose answer is being gathered.
struct OpenRequest {
    /// What the answer is made of.
    enum Gathering {
        /// One line.
        case line(Request)
        /// Lines up to the end line.
        case survey
        /// Samples for as long as somebody takes them.
        case samples(AsyncThrowingStream<Sample, any Error>.Continuation)
    }

    /// What became of it.
    enum Outcome {
        case line(Reply)
        /// As far as it came, with why it came no further.
        case survey(SurveyAssembler, (any Error)?)
        case failed(any Error)
    }

    /// Names the request in errors, such as `survey`.
    let step: String
    private let gathering: Gathering
    /// Changed in place: a copy per line would make a long survey slow.
    private var assembler: SurveyAssembler
    private(set) var outcome: Outcome?
    private var waiter: CheckedContinuation<Outcome, Never>?
    /// Lines that came for it.
    private(set) var lines = 0

    init(id: Int64, step: String, gathering: Gathering) {
        self.step = step
        self.gathering = gathering
        assembler = SurveyAssembler(id: id)
    }

    var isSettled: Bool { outcome != nil }

    var isSurvey: Bool {
        if case .survey = gathering { true } else { false }
    }

    mutating func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
        if let outcome { continuation.resume(returning: outcome) } else { waiter = continuation }
    }

    mutating func receive(_ envelope: Envelope<Reply>, ofBytes count: Int) {
        guard !isSettled else { return }
        lines += 1
        switch gathering {
        case .line(let request): receive(envelope.body, for: request)
        case .survey:
            assembler.receive(envelope, ofBytes: count)
            settleSurvey()
        case .samples(let continuation): receive(envelope.body, for: continuation)
        }
    }

    /// A line that could not be read: a survey keeps what else came.
    mutating func receive(unreadable line: [UInt8]) {
        guard !isSettled, isSurvey else { return }
        assembler.receive(line)
        settleSurvey()
    }

    /// Nothing more will come.
    mutating func fail(_ error: any Error) {
        guard !isSettled else { return }
        switch gathering {
        case .line: settle(.failed(error))
        case .survey:
            assembler.streamEnded()
            settle(.survey(assembler, error))
        case .samples(let continuation):
            continuation.finish(throwing: error)
            settle(.failed(error))
        }
    }

    private mutating func receive(_ reply: Reply, for request: Request) {
        if case .error(let error) = reply {
            settle(.failed(LinkError.garbled(during: step, .refused(error))))
        } else if request.ends(with: reply) {
            settle(.line(reply))
        }
    }

    private mutating func receive(_ reply: Reply, for continuation: AsyncThrowingStream<Sample, any Error>.Continuation)
    {
        switch reply {
        case .sample(let sample): continuation.yield(sample)
        case .error(let error): fail(LinkError.garbled(during: step, .refused(error)))
        default: break
        }
    }

    private mutating func settleSurvey() {
        if assembler.isFinished { settle(.survey(assembler, nil)) }
    }

    private mutating func settle(_ outcome: Outcome) {
        self.outcome = outcome
        waiter?.resume(returning: outcome)
        waiter = nil
    }
}
