import MusterModel

/// Why a survey is not complete, or not to be believed complete.
package enum SurveyProblem: Hashable, UserFacingError {
    /// The stream ended without an end line.
    case cut
    case badLine(WireError)
    case foreignID(Int64)
    /// A line before `begin`, after `end`, or a second one of which there is one.
    case outOfOrder(String)
    case repeatedNode(kind: String, name: String)
    /// The end line counts others than came.
    case counts(what: String, said: Int64, came: Int)
    case tooManyBytes(limit: Int)
    case tooManyNodes(limit: Int)
    case refused(ErrorReply)

    package var message: String {
        switch self {
        case .cut: "the survey broke off before its end line"
        case .badLine(let error): "a line of the survey is unreadable: \(error.message)"
        case .foreignID(let id): "a line answers request \(id), which was not asked"
        case .outOfOrder(let name): "line '\(name)' stands where it cannot"
        case .repeatedNode(let kind, let name): "node '\(name.prefix(64))' of kind '\(kind.prefix(64))' came twice"
        case .counts(let what, let said, let came): "\(came) of \(said) \(what) arrived"
        case .tooManyBytes(let limit): "the survey is longer than \(limit) bytes"
        case .tooManyNodes(let limit): "the survey has more than \(limit) nodes"
        case .refused(let reply): "the agent gave up: \(reply.message)"
        }
    }
}
