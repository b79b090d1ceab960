package import MusterModel

/// What a survey shall look for, and how gently.
///
/// All times are in milliseconds. A number out of its range is brought to the nearest that is in it, on both sides.
package struct SurveyRequest: Hashable, Sendable {
    package static let defaultSampleInterval: Int64 = 500
    package static let sampleIntervals: ClosedRange<Int64> = 10...60_000
    package static let surveyDelays: ClosedRange<Int64> = 0...60_000
    package static let probeConcurrencies: ClosedRange<Int64> = 1...64
    package static let deadlines: ClosedRange<Int64> = 100...3_600_000

    package var kinds: [ServiceKind]
    /// The time over which rates of processor, disks and networks are taken.
    package let sampleInterval: Int64
    /// Pause between the probes of one node and those of the next, as wnm's `survey_delay`; 0 probes concurrently.
    package let surveyDelay: Int64
    /// How many nodes are asked at once.
    package let probeConcurrency: Int64
    /// After this time the agent ends the survey with what it has.
    package let deadline: Int64
    /// The id of the controller that asks, so that another one's watch is told as a foreign manager.
    package let controller: String?

    package init(
        kinds: [ServiceKind] = [], sampleInterval: Int64 = Self.defaultSampleInterval, surveyDelay: Int64 = 0,
        probeConcurrency: Int64 = 32, deadline: Int64 = 60_000, controller: String? = nil
    ) {
        self.kinds = kinds
        self.sampleInterval = Self.sampleIntervals.clamp(sampleInterval)
        self.surveyDelay = Self.surveyDelays.clamp(surveyDelay)
        self.probeConcurrency = Self.probeConcurrencies.clamp(probeConcurrency)
        self.deadline = Self.deadlines.clamp(deadline)
        self.controller = controller
    }
}

extension SurveyRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case kinds, sampleInterval, surveyDelay, probeConcurrency, deadline, controller
    }

    /// Every member may be missing, so that a person can type a request.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys, _ fallback: Int64) throws -> Int64 {
            try container.decodeIfPresent(Int64.self, forKey: key) ?? fallback
        }
        let standard = SurveyRequest()
        self.init(
            kinds: try container.decodeIfPresent([ServiceKind].self, forKey: .kinds) ?? [],
            sampleInterval: try number(.sampleInterval, standard.sampleInterval),
            surveyDelay: try number(.surveyDelay, standard.surveyDelay),
            probeConcurrency: try number(.probeConcurrency, standard.probeConcurrency),
            deadline: try number(.deadline, standard.deadline),
            controller: try container.decodeIfPresent(String.self, forKey: .controller))
    }
}

extension ClosedRange {
    func clamp(_ value: Bound) -> Bound { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
