import MusterModel

/// Which of an agent's actions has the machine: one at a time, in the order in which they came.
///
/// One that has let it go and wants it back, to undo what it did, comes before those that have not begun. Pure but for
/// the continuations that it keeps.
struct TurnOrder: Sendable {
    private(set) var holder: ActionID?
    private(set) var queue: [ActionRunner.Job] = []
    private var returning: [(id: ActionID, continuation: CheckedContinuation<Void, Never>)] = []

    enum Next {
        case begin(ActionRunner.Job)
        case goOn(CheckedContinuation<Void, Never>)
    }

    mutating func enqueue(_ job: ActionRunner.Job) { queue.append(job) }

    mutating func wantsBack(_ id: ActionID, _ continuation: CheckedContinuation<Void, Never>) {
        returning.append((id, continuation))
    }

    /// Gives the machine away, if it is that one's.
    mutating func end(_ id: ActionID) {
        if holder == id { holder = nil }
    }

    /// Who has the machine from now on; `nil` while somebody has it, or nobody wants it.
    mutating func next() -> Next? {
        guard holder == nil else { return nil }
        if !returning.isEmpty {
            let (id, continuation) = returning.removeFirst()
            holder = id
            return .goOn(continuation)
        }
        guard !queue.isEmpty else { return nil }
        let job = queue.removeFirst()
        holder = job.request.id
        return .begin(job)
    }

    /// Those that had not begun, which now never will.
    mutating func dismiss() -> [ActionRunner.Job] {
        defer { queue = [] }
        return queue
    }
}
