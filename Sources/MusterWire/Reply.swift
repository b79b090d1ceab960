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
    case end(SurveyEnd)
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
    /// Processor time that the agent itself spent on the survey, in milliseconds.
    package var agentCPU: Int64

    package init(nodes: Int64, sources: Int64, agentCPU: Int64) {
        self.nodes = nodes
        self.sources = sources
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
        case .end: "end"
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
        case .end(let end): writer.value(try JSON(encoding: end))
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
        case "end": .end(try reader.value().decoded())
        case "error": .error(try reader.value().decoded())
        default: nil
        }
    }
}
