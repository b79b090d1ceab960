import MusterModel
import Testing

/// What actions change in what is known of their nodes, verb by verb and ending by ending.
struct EffectTests {
    private static let start = Timestamp(milliseconds: 1_000_000)
    private static let end = Timestamp(milliseconds: 1_020_000)

    private static func entry(
        _ verb: ActionVerb, setBy: DesiredState.Setter = .operator, judges: Bool = true
    ) throws -> LedgerEntry {
        let id = try #require(ActionID(String(repeating: "a", count: 32)))
        let spec = NodeSpec(
            kind: "antnode", name: "n1", manager: .process, storage: "/n", dataDirectory: "/n/n1", binary: "/n/n1/b")
        var request = ActionRequest(id: id, verb: verb, node: spec, basis: ActionBasis(bootID: "b"), deadline: 60_000)
        if verb == .upgrade {
            request.source = BinarySource(path: "/b", sha256: "feed", version: "2")
            request.gate = HealthGate(probes: [], holdFor: 60_000, within: 300_000, judges: judges)
        }
        return LedgerEntry(
            id: id, runID: "r", host: try #require(HostName("hel01")), node: "n1", verb: verb, request: request,
            cause: .operator, reason: "why", by: "ann", intendedAt: start, setBy: setBy, settle: 300_000)
    }

    static let intents: [(ActionVerb, DesiredState.Goal?, OpenAction.Verb?)] = [
        (.add, .running, .start), (.start, .running, .start), (.stop, .stopped, nil), (.restart, .running, .restart),
        (.upgrade, .running, .upgrade), (.remove, .absent, .remove), (.restore, .running, .start),
        (.disable, .disabled, nil), (.enable, .running, nil), (.takeOver, nil, nil), (.giveBack, nil, nil),
    ]

    @Test(arguments: intents)
    func anIntentSaysWhatIsWishedAndOnItsWay(
        verb: ActionVerb, goal: DesiredState.Goal?, open: OpenAction.Verb?
    ) throws {
        let entry = try Self.entry(verb)
        let effect = entry.intentEffect
        let wish = goal.map { DesiredState(goal: $0, setBy: .operator, since: Self.start, reason: "why") }
        #expect(effect.wish == wish.map { .become($0) } ?? .keep)
        let allowed: Int64 = verb == .upgrade ? 60 + 300 + 60 + 300 : 60 + 300
        let action = open.map {
            OpenAction(
                id: entry.id.text, verb: $0, since: Self.start, endsAt: Self.start.advanced(by: .seconds(allowed)))
        }
        #expect(effect.open == action.map { .become($0) } ?? .keep)
        #expect(effect.status == open.map { .become($0.status) } ?? .keep)
    }

    @Test func everyVerbHasItsIntent() { #expect(Set(Self.intents.map(\.0)) == Set(ActionVerb.allCases)) }

    @Test func anUpgradeKeepsTheWishOfBefore() throws {
        var entry = try Self.entry(.upgrade)
        entry.wishBefore = DesiredState(goal: .stopped, setBy: .operator, since: Self.start, reason: "")
        #expect(entry.intentEffect.wish == .keep)
        #expect(entry.effect(of: ActionReport(id: entry.id, ending: .done), at: Self.end).wish == .keep)
    }

    @Test(arguments: [ActionReport.Ending.stale, .refused, .notBegun])
    func whatTouchedNothingIsAsIfItHadNotBeen(ending: ActionReport.Ending) throws {
        for verb in ActionVerb.allCases {
            let entry = try Self.entry(verb)
            let report = ActionReport(id: entry.id, ending: ending)
            #expect(
                entry.effect(of: report, at: Self.end) == NodeEffect(wish: .fallBack, open: .end, status: .fallBack))
        }
    }

    @Test func anUnknownEndChangesNothing() throws {
        for verb in ActionVerb.allCases {
            let entry = try Self.entry(verb)
            #expect(entry.effect(of: ActionReport(id: entry.id, ending: .unknown), at: Self.end) == .none)
        }
    }

    @Test(arguments: [(ActionVerb.start, true), (.restart, true), (.upgrade, true), (.stop, false), (.remove, false)])
    func aDoneActionSettlesFromItsOutcome(verb: ActionVerb, settles: Bool) throws {
        let entry = try Self.entry(verb)
        let effect = entry.effect(of: ActionReport(id: entry.id, ending: .done), at: Self.end)
        guard case .become(let open) = effect.open else {
            #expect(!settles && effect.open == (verb == .stop ? .clear : .end))
            return
        }
        #expect(settles && open.endsAt == Self.end.advanced(by: .seconds(300)) && open.since == Self.start)
        #expect(effect.failure == .cleared)
    }

    static let faults: [(ActionVerb, ActionFault, Bool, NodeEffect.Failure, quarantined: Bool)] = [
        (.start, .timeout, true, .counted(binary: "", message: "broke"), false),
        (.upgrade, .gateFailed, true, .counted(binary: "feed", message: "broke"), true),
        (.upgrade, .gateFailed, false, .counted(binary: "feed", message: "broke"), false),
        (.upgrade, .noSpace, true, .counted(binary: "feed", message: "broke"), false),
        (.add, .portTaken, true, .keep, false), (.add, .exists, true, .keep, false),
        (.add, .noSpace, true, .counted(binary: "", message: "broke"), false),
        (.start, .portTaken, true, .counted(binary: "", message: "broke"), false),
        (.stop, .lostLease, true, .keep, false),
    ]

    @Test(arguments: faults)
    func aFaultIsCountedAgainstWhoeverIsAtFault(
        verb: ActionVerb, fault: ActionFault, judges: Bool, failure: NodeEffect.Failure, quarantined: Bool
    ) throws {
        let entry = try Self.entry(verb, judges: judges)
        let report = ActionReport(id: entry.id, ending: .failed, fault: fault, message: "broke")
        let effect = entry.effect(of: report, at: Self.end)
        #expect(effect.failure == failure)
        #expect((effect.quarantine?.hash == "feed") == quarantined)
        #expect(effect.open == .end)
    }

    @Test(arguments: [(ActionVerb.add, true, false), (.restore, true, false), (.remove, false, true)])
    func whoIsManagedFollowsTheVerb(verb: ActionVerb, managed: Bool, gone: Bool) throws {
        let entry = try Self.entry(verb)
        let effect = entry.effect(of: ActionReport(id: entry.id, ending: .done), at: Self.end)
        #expect(effect.managed == managed && effect.isGone == gone && (effect.made != nil) == managed)
    }
}
