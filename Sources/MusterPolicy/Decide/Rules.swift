/// Which of Muster's corrections of wnm a decision obeys.
///
/// All of them, always; a test leaves them out to compare the engine with wnm 0.6.3. Numbers are those of
/// `docs/decisions/corrections-of-wnm.md`.
struct Rules: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    /// 1: a stopped node may start where the number of nodes equals the cap.
    static let startsAtCap = Rules(rawValue: 1 << 1)
    /// 2: relief does not wait for other operations that are under way.
    static let relievesAtCapacity = Rules(rawValue: 1 << 2)
    /// 3: outdated nodes never turn a stop into a removal.
    static let stopsSuffice = Rules(rawValue: 1 << 3)
    /// 4: no more is stopped or removed than is needed.
    static let onlyWhatIsNeeded = Rules(rawValue: 1 << 4)
    /// 5: starts follow each other instead of waiting for all operations to end.
    static let pipelinesStarts = Rules(rawValue: 1 << 5)
    /// 6: a rate without a limit is not limited.
    static let oneSidedRates = Rules(rawValue: 1 << 6)
    /// 7: disabled nodes are no surplus.
    static let sparesDisabled = Rules(rawValue: 1 << 7)
    /// 8: removal of dead nodes obeys the limits too.
    static let limitsDead = Rules(rawValue: 1 << 8)
    /// 9: a default never removes.
    static let removesOnlyWritten = Rules(rawValue: 1 << 9)
    /// 10: pressure must last, reliefs must help, opposite actions keep their distance.
    static let hysteresis = Rules(rawValue: 1 << 10)

    static let all: Rules = [
        .startsAtCap, .relievesAtCapacity, .stopsSuffice, .onlyWhatIsNeeded, .pipelinesStarts, .oneSidedRates,
        .sparesDisabled, .limitsDead, .removesOnlyWritten, .hysteresis,
    ]
}
