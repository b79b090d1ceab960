/// Which of Muster's rules a decision obeys beyond wnm's.
///
/// All of them, always; a test leaves them out to compare the engine with wnm 0.6.3. Numbers are those of
/// `docs/decisions/corrections-of-wnm.md`.
struct Rules: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    /// 1: a stopped node may start where the number of nodes equals the cap.
    static let startsAtCap = Rules(rawValue: 1 << 1)
    /// 2: relief does not wait for operations that are under way.
    static let relievesAtCapacity = Rules(rawValue: 1 << 2)
    /// 3: only a full disk or a written cap removes; outdated nodes never turn a stop into a removal.
    static let stopsSuffice = Rules(rawValue: 1 << 3)
    /// 4: no more is stopped or removed than is needed.
    static let onlyWhatIsNeeded = Rules(rawValue: 1 << 4)
    /// 5: starts follow each other instead of waiting for all operations to end.
    static let pipelinesStarts = Rules(rawValue: 1 << 5)
    /// 6: nodes that nobody will upgrade hold up nothing.
    static let upgradesWhatRuns = Rules(rawValue: 1 << 6)
    /// 7: a rate without a limit is not limited.
    static let oneSidedRates = Rules(rawValue: 1 << 7)
    /// 8: disabled nodes are no surplus.
    static let sparesDisabled = Rules(rawValue: 1 << 8)
    /// 9: removal of dead nodes obeys the limits too.
    static let limitsDead = Rules(rawValue: 1 << 9)
    /// 10: a default never removes.
    static let removesOnlyWritten = Rules(rawValue: 1 << 10)
    /// 11: pressure must last, reliefs must help, opposite actions keep their distance.
    static let hysteresis = Rules(rawValue: 1 << 11)
    /// 12: only managed nodes with certain, fresh evidence, and only within the limits above the hosts.
    static let care = Rules(rawValue: 1 << 12)

    static let all: Rules = [
        .startsAtCap, .relievesAtCapacity, .stopsSuffice, .onlyWhatIsNeeded, .pipelinesStarts, .upgradesWhatRuns,
        .oneSidedRates, .sparesDisabled, .limitsDead, .removesOnlyWritten, .hysteresis, .care,
    ]
}
