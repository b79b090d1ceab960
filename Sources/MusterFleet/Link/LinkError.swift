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
    /// The survey broke off, or its lines contradict each other.
    case brokenSurvey(SurveyProblem)
}

extension LinkError: HostProblem {
    package var step: String {
        switch self {
        case .ended(let step), .garbled(let step, _): step
        case .noHello: "greet agent"
        case .brokenSurvey: "survey"
        }
    }

    package var message: String {
        switch self {
        case .ended: "the agent ended before it had answered"
        case .noHello: "what answered is not an agent"
        case .garbled(_, let error): error.message
        case .brokenSurvey(let problem): problem.message
        }
    }

    package var fix: String? {
        switch self {
        case .ended: "run the survey again; `muster exec` with `dmesg` may say who ended it"
        case .noHello: "run `muster agent push` for the host"
        case .garbled(_, let error): error.fix
        case .brokenSurvey: nil
        }
    }

    package var isUnreachable: Bool {
        if case .ended = self { true } else { false }
    }
}
