import MusterModel
import MusterStore

/// An agent told the end of an action, and the ledger could not take it: the entry stays open until it is asked again.
struct UnwrittenEnd: Error {
    let entry: LedgerEntry
    let cause: StoreError

    var failure: HostFailure {
        HostFailure(
            step: "ledger",
            message: "the end of \(entry.verb.rawValue) \(entry.node ?? "") is not recorded: \(cause.message)",
            fix: "free some space: the next survey finds out what became of it")
    }
}
