import MusterIO
import MusterModel

/// Why an action did not come to what was asked, on its way to becoming a report.
struct ActionFailure: UserFacingError, Hashable {
    var fault: ActionFault
    /// In the imperative, such as `stop unit`.
    var step: String?
    var message: String
    var fix: String?
    var facts: [String: Scalar]
    /// Nothing was begun.
    var isRefusal: Bool

    init(
        _ fault: ActionFault, _ message: String, step: String? = nil, fix: String? = nil,
        facts: [String: Scalar] = [:], isRefusal: Bool = false
    ) {
        self.fault = fault
        self.step = step
        self.message = message
        self.fix = fix
        self.facts = facts
        self.isRefusal = isRefusal
    }

    /// The same, refused before anything was begun.
    static func refused(_ fault: ActionFault, _ message: String, fix: String? = nil) -> Self {
        Self(fault, message, fix: fix, isRefusal: true)
    }
}
