package import MusterModel

/// One line that an agent sends.
///
/// A new case is compatible: a reader that does not know it skips the line. Indirect, for some cases are large.
package indirect enum Reply: Hashable, Sendable {
    case hello(Hello)
    case begin(SurveyBegin)
    case sample(Sample)
    case source(SourceReport)
    case node(NodeObservation)
    /// Another manager that is alive on the host; one of a survey's lines.
    case foreign(ForeignManager)
    case end(SurveyEnd)
    case lease(LeaseGrant)
    case outcome(ActionReport)
    case outcomes(ActionReports)
    case error(ErrorReply)
}

/// The first line of a survey.
package struct SurveyBegin: Hashable, Sendable, Codable {
    package var facts: HostFacts

    package init(facts: HostFacts) { self.facts = facts }
}

/// The last line of a survey: without it the survey is partial.
package struct SurveyEnd: Hashable, Sendable, Codable {
    /// How many nodes were found; more than the lines that came says that some could not be sent.
    package var nodes: Int64
    package var sources: Int64
    /// Whether other managers were looked for; then those that sent no line are not there.
    package var foreignKnown: Bool?
    /// Processor time that the agent itself spent on the survey, in milliseconds.
    package var agentCPU: Int64

    package init(nodes: Int64, sources: Int64, foreignKnown: Bool? = nil, agentCPU: Int64) {
        self.nodes = nodes
        self.sources = sources
        self.foreignKnown = foreignKnown
        self.agentCPU = agentCPU
    }
}

extension Reply: WireBody {
    package var name: StaticString {
        switch self {
        case .hello: "hello"
        case .begin: "begin"
        case .sample: "sample"
        case .source: "source"
        case .node: "node"
        case .foreign: "foreign"
        case .end: "end"
        case .lease: "lease"
        case .outcome: "outcome"
        case .outcomes: "outcomes"
        case .error: "error"
        }
    }

    package func write(to writer: inout JSONWriter) throws(JSONError) {
        switch self {
        case .hello(let hello): writer.value(try JSON(encoding: hello))
        case .begin(let begin): writer.value(try JSON(encoding: begin))
        case .sample(let sample): sample.write(to: &writer)
        case .source(let source): writer.value(try JSON(encoding: source))
        case .node(let node): node.write(to: &writer)
        case .foreign(let manager): writer.value(try JSON(encoding: manager))
        case .end(let end): writer.value(try JSON(encoding: end))
        case .lease(let grant): writer.value(try JSON(encoding: grant))
        case .outcome(let report): writer.value(try JSON(encoding: report))
        case .outcomes(let reports): writer.value(try JSON(encoding: reports))
        case .error(let error): writer.value(try JSON(encoding: error))
        }
    }

    package static func read(_ name: String, from reader: inout JSONReader) throws(JSONError) -> Reply? {
        switch name {
        case "hello": .hello(try reader.value().decoded())
        case "begin": .begin(try reader.value().decoded())
        case "sample": .sample(try Sample(from: &reader))
        case "source": .source(try reader.value().decoded())
        case "node": .node(try NodeObservation(from: &reader))
        case "foreign": .foreign(try reader.value().decoded())
        case "end": .end(try reader.value().decoded())
        case "lease": .lease(try reader.value().decoded())
        case "outcome": .outcome(try reader.value().decoded())
        case "outcomes": .outcomes(try reader.value().decoded())
        case "error": .error(try reader.value().decoded())
        default: nil
        }
    }
}
