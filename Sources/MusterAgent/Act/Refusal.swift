import Glibc
import MusterIO
import MusterModel

/// Why an action is not begun.
struct Refusal: UserFacingError, Hashable {
    var fault: ActionFault
    var message: String
    var fix: String?

    init(fault: ActionFault, message: String, fix: String? = nil) {
        self.fault = fault
        self.message = message
        self.fix = fix
    }

    init(_ error: SystemError) {
        self.init(
            fault: error.code == ENOSPC || error.code == EDQUOT ? .noSpace : .other, message: error.message,
            fix: error.fix)
    }

    /// - Parameter late: what kept a lock for too long.
    init(_ error: IOError, late: String) {
        switch error {
        case .timedOut: self.init(fault: .timeout, message: late)
        case .cancelled: self.init(fault: .ended, message: "the agent ends")
        case .system(let error): self.init(error)
        }
    }

    init(_ error: JournalError) {
        if case .system(let error) = error {
            self.init(error)
        } else {
            self.init(fault: error == .full ? .noSpace : .other, message: error.message, fix: error.fix)
        }
    }
}

extension ActionRequest {
    func refused(_ fault: ActionFault, _ message: String, fix: String? = nil) -> ActionReport {
        ActionReport(id: id, ending: .refused, fault: fault, message: message, fix: fix)
    }

    var conflicting: ActionReport {
        refused(.conflictingID, "another action with this id was begun on this host")
    }

    /// Between a second and six hours.
    var patience: Duration { .milliseconds(min(max(deadline, 1000), 21_600_000)) }
}
