import MusterModel
package import MusterWire

/// Why the conversation with an agent came to nothing.
package enum LinkError: Error, Hashable {
    /// The stream ended before the answer; holds what the agent said on standard error.
    case ended(during: String)
    /// The first line is no greeting.
    case noHello
    /// A line that is no message.
    case garbled(during: String, WireError)
    /// No answer came in time; the conversation goes on.
    case silent(during: String)
    /// The agent talks without being asked.
    case chatter(during: String)
    /// The survey broke off, or its lines contradict each other.
    case brokenSurvey(SurveyProblem)
}

extension LinkError: HostProblem {
    package var step: String {
        switch self {
        case .ended(let step), .garbled(let step, _), .silent(let step), .chatter(let step): step
        case .noHello: "greet agent"
        case .brokenSurvey: "survey"
        }
    }

    package var message: String {
        switch self {
        case .ended: "the agent ended before it had answered"
        case .silent: "the agent gave no answer in time"
        case .chatter: "the agent talks without being asked"
        case .noHello: "what answered is not an agent"
        case .garbled(_, let error): error.message
        case .brokenSurvey(let problem): problem.message
        }
    }

    package var fix: String? {
        switch self {
        case .ended: "run the survey again; `muster exec` with `dmesg` may say who ended it"
        case .silent: "allow more with --timeout"
        case .chatter: "run `muster agent push` for the host"
        case .noHello: "run `muster agent push` for the host"
        case .garbled(_, let error): error.fix
        case .brokenSurvey: nil
        }
    }

    package var isUnreachable: Bool {
        switch self {
        case .ended, .silent: true
        case .noHello, .garbled, .chatter, .brokenSurvey: false
        }
    }
}
