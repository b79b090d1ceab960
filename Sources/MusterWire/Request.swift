package import MusterModel

/// What the controller may ask of an agent.
///
/// A new case is compatible: an older agent answers it with an error of code `unsupported`. So is a new member with a
/// default. Changing or removing either is not, and raises ``Envelope/version``.
package enum Request: Hashable, Sendable {
    /// Answered by one ``Reply/sample(_:)``, taken over that time.
    case sample(intervalMilliseconds: Int64)
    /// Answered by a stream of lines up to ``Reply/end(_:)``.
    case survey(SurveyRequest)
    /// Answered by ``Reply/sample(_:)`` again and again, each taken over that time, until the conversation ends.
    case stream(intervalMilliseconds: Int64)
    /// Answered by ``Reply/lease(_:)``.
    case lease(LeaseRequest)
    /// Answered by ``Reply/outcome(_:)`` when the action has ended, and at once for an id that was seen before.
    case act(ActionRequest)
    /// Answered by ``Reply/outcomes(_:)``.
    case query(ActionQuery)
    /// The agent ends; nothing answers.
    case quit

    /// Whether `reply` is the last line that answers this request.
    package func ends(with reply: Reply) -> Bool {
        switch (self, reply) {
        case (_, .error), (.sample, .sample), (.survey, .end), (.lease, .lease), (.act, .outcome), (.query, .outcomes):
            true
        default: false
        }
    }
}

extension Request: WireBody {
    package var name: StaticString {
        switch self {
        case .sample: "sample"
        case .survey: "survey"
        case .stream: "stream"
        case .lease: "lease"
        case .act: "act"
        case .query: "query"
        case .quit: "quit"
        }
    }

    package func write(to writer: inout JSONWriter) throws(JSONError) {
        switch self {
        case .sample(let interval): writer.value(try JSON(encoding: SampleRequest(interval: interval)))
        case .survey(let request): writer.value(try JSON(encoding: request))
        case .stream(let interval): writer.value(try JSON(encoding: SampleRequest(interval: interval)))
        case .lease(let request): writer.value(try JSON(encoding: request))
        case .act(let request): writer.value(try JSON(encoding: request))
        case .query(let query): writer.value(try JSON(encoding: query))
        case .quit: writer.value(.object([]))
        }
    }

    package static func read(_ name: String, from reader: inout JSONReader) throws(JSONError) -> Request? {
        switch name {
        case "sample": return .sample(intervalMilliseconds: try reader.value().decoded(as: SampleRequest.self).interval)
        case "survey": return .survey(try reader.value().decoded())
        case "stream": return .stream(intervalMilliseconds: try reader.value().decoded(as: SampleRequest.self).interval)
        case "lease": return .lease(try reader.value().decoded())
        case "act": return .act(try reader.value().decoded())
        case "query": return .query(try reader.value().decoded())
        case "quit":
            try reader.members { _, reader throws(JSONError) in try reader.skip() }
            return .quit
        default: return nil
        }
    }
}

private struct SampleRequest: Hashable, Codable {
    var interval: Int64

    init(interval: Int64) { self.interval = interval }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let interval = try container.decodeIfPresent(Int64.self, forKey: .interval)
        self.interval = SurveyRequest.sampleIntervals.clamp(interval ?? SurveyRequest.defaultSampleInterval)
    }
}
