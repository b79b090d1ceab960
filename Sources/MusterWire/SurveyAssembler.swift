package import MusterModel

/// Puts the reply lines of one survey together, bounded whatever the host sends.
///
/// What is wrong with a line never undoes what other lines said: the survey keeps it, and ``problem`` says why it is
/// not complete.
package struct SurveyAssembler {
    /// Bounds on all lines of a survey together.
    package struct Limits: Hashable, Sendable {
        package var bytes: Int
        package var nodes: Int

        package init(bytes: Int = 8 << 20, nodes: Int = 100_000) {
            self.bytes = bytes
            self.nodes = nodes
        }
    }

    /// What was wrong first; `nil` as long as nothing is.
    package private(set) var problem: SurveyProblem?
    /// Nothing more is expected or taken: the end line came, the agent gave up, or a limit was reached.
    package private(set) var isFinished = false

    private let id: Int64
    private let limits: Limits
    private var bytes = 0
    private var facts: HostFacts?
    private var sample: Sample?
    private var sources: [SourceReport] = []
    private var nodes: [NodeObservation] = []
    private var names: Set<NodeName> = []
    private var foreign: [ForeignManager] = []
    private var end: SurveyEnd?

    private struct NodeName: Hashable { var kind, name: String }

    package init(id: Int64, limits: Limits = Limits()) {
        self.id = id
        self.limits = limits
    }

    /// Takes one line, without its line break.
    package mutating func receive(_ line: [UInt8]) {
        bytes += line.count
        guard bytes <= limits.bytes else { return stop(.tooManyBytes(limit: limits.bytes)) }
        do {
            receive(try Envelope<Reply>.reading(line))
        } catch .unsupported {
            // A newer agent's line: to be skipped, says `docs/wire.md`.
        } catch {
            note(.badLine(error))
        }
    }

    /// Takes a line that the caller has read already, of so many bytes.
    package mutating func receive(_ envelope: Envelope<Reply>, ofBytes count: Int) {
        bytes += count
        guard bytes <= limits.bytes else { return stop(.tooManyBytes(limit: limits.bytes)) }
        receive(envelope)
    }

    /// Takes a line that the caller has read already; ``receive(_:)-(Array<UInt8>)`` counts its bytes as well.
    package mutating func receive(_ envelope: Envelope<Reply>) {
        guard envelope.id == id else { return note(.foreignID(envelope.id)) }
        guard !isFinished else { return note(.outOfOrder(envelope.body.name.description)) }
        switch envelope.body {
        case .begin(let begin) where facts == nil: facts = begin.facts
        case .error(let error): stop(.refused(error))
        case .sample(let value) where facts != nil && sample == nil: sample = value
        case .source(let source) where facts != nil: sources.append(source)
        case .node(let node) where facts != nil: add(node)
        case .foreign(let manager) where facts != nil && foreign.count < 100: foreign.append(manager)
        case .end(let end) where facts != nil: finish(end)
        case .hello, .begin, .sample, .source, .node, .foreign, .end, .lease, .outcome, .outcomes:
            note(.outOfOrder(envelope.body.name.description))
        }
    }

    /// What came so far; `nil` until both the facts and the sample are there.
    package var survey: Survey? {
        guard let facts, let sample else { return nil }
        return Survey(
            facts: facts, sample: sample, sources: sources, nodes: nodes,
            foreign: end?.foreignKnown == true || !foreign.isEmpty ? foreign : nil,
            complete: end != nil && problem == nil,
            agentCPU: end?.agentCPU ?? 0)
    }

    /// The stream is over; without an end line that is a problem.
    package mutating func streamEnded() {
        if !isFinished { stop(.cut) }
    }

    private mutating func add(_ node: NodeObservation) {
        guard nodes.count < limits.nodes else { return stop(.tooManyNodes(limit: limits.nodes)) }
        guard names.insert(NodeName(kind: node.kind, name: node.name)).inserted else {
            return note(.repeatedNode(kind: node.kind, name: node.name))
        }
        nodes.append(node)
    }

    private mutating func finish(_ end: SurveyEnd) {
        self.end = end
        isFinished = true
        if end.nodes != nodes.count { note(.counts(what: "nodes", said: end.nodes, came: nodes.count)) }
        if end.sources != sources.count { note(.counts(what: "sources", said: end.sources, came: sources.count)) }
        if sample == nil { note(.counts(what: "samples", said: 1, came: 0)) }
    }

    private mutating func note(_ problem: SurveyProblem) { self.problem = self.problem ?? problem }

    private mutating func stop(_ problem: SurveyProblem) {
        note(problem)
        isFinished = true
    }
}
