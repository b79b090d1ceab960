import MusterModel
import TestSupport

@testable import MusterFleet

/// A controller, its ledger, a host and the links between them, moved by one seed.
struct Simulation {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private struct Link {
        var agent: SimulatedAgent
        /// Whether the controller still holds its end.
        var isHeld = true
        /// Reports on their way back.
        var returning: [ActionReport] = []
    }

    private var random: Dice
    private(set) var host = SimulatedHost()
    /// On the controller's disk: state by id, and what was intended for which node.
    private(set) var ledger: [ActionID: LedgerState] = [:]
    private(set) var nodes: [ActionID: Int] = [:]
    /// On that disk too: of which an agent said last that it is still being worked on.
    private var runs: Set<ActionID> = []
    /// The controller's memory, gone with a crash.
    private var actions: [ActionID: ActionProtocol] = [:]
    private var effects: [(ActionID, ActionProtocol.Effect)] = []
    /// Intended, in the order in which they are to be sent.
    private var queue: [ActionID] = []
    private var links: [Link] = []
    private var isRunning = false
    private(set) var crashes: Set<CrashPoint> = []
    /// Only crashes there, if given.
    private let point: CrashPoint?

    init(
        seed: UInt64, crashingAt point: CrashPoint? = nil, closesAskedIDs: Bool = true, looksAtNodeLocks: Bool = true
    ) {
        random = Dice(seed: seed)
        self.point = point
        host.closesAskedIDs = closesAskedIDs
        host.looksAtNodeLocks = looksAtNodeLocks
    }

    var intents: Int { ledger.count }
    var performed: Int { host.performed.count }
    /// Actions that were carried out while another node proved itself, and those that were undone.
    var besides: Int { host.besides }
    var undone: Int { host.undone.count }

    /// Runs `steps` steps with faults, then as many without as it takes, checking all the while.
    mutating func run(steps: Int) throws {
        for _ in 0..<steps {
            step(faults: true)
            try check()
        }
        for _ in 0..<10_000 where !isCalm { step(faults: false) }
        try check()
        try checkEnd()
    }

    private var isCalm: Bool {
        isRunning && effects.isEmpty && ledger.values.allSatisfy { !$0.isOpen }
            && links.allSatisfy { !$0.agent.isAlive || $0.agent.isIdle }
    }

    // Moves.

    private mutating func step(faults: Bool) {
        if !isRunning { return start() }
        switch Int.random(in: 0..<(faults ? 10 : 7), using: &random) {
        case 0, 1: perform()
        case 2, 3: for _ in 0..<2 { moveAgent(faults: faults) }
        case 4: deliver(faults: faults)
        case 5: survey()
        case 6: if random.once(in: 2) { connectIfNeeded() } else { takeTurn() }
        case 7: decide()
        case 8: takeTurn()
        default:
            if random.once(in: 8) { cutLink() }
            if point == nil, random.once(in: 12) { crashController() }
        }
    }

    private mutating func start() {
        isRunning = true
        actions = Dictionary(
            uniqueKeysWithValues: ledger.filter { $0.value.isOpen }.map {
                ($0.key, ActionProtocol($0.key, recovering: $0.value))
            })
        effects = []
    }

    private mutating func crashController() {
        isRunning = false
        actions = [:]
        effects = []
        queue = []
        for index in links.indices { links[index].isHeld = false }
    }

    private mutating func crash(at point: CrashPoint) -> Bool {
        guard self.point.map({ $0 == point }) ?? true, random.once(in: 6) else { return false }
        crashes.insert(point)
        return true
    }

    private mutating func decide() {
        let node = Int.random(in: 0..<3, using: &random)
        guard !isBusy(node), let id = makeID() else { return }
        actions[id] = ActionProtocol(id)
        nodes[id] = node
        host.nodes[id] = node
        handle(.begin, id)
    }

    private mutating func takeTurn() {
        if !queue.isEmpty { handle(.turn, queue.removeFirst()) }
    }

    /// The ledger refuses a second open action of a node.
    private func isBusy(_ node: Int) -> Bool {
        ledger.contains { $0.value.isOpen && nodes[$0.key] == node }
    }

    private mutating func makeID() -> ActionID? {
        let digits = String(random.next(), radix: 16) + String(random.next(), radix: 16)
        return ActionID(String((digits + String(repeating: "0", count: 32)).prefix(32)))
    }

    private var openIDs: [ActionID] { actions.filter { !$0.value.isEnded }.keys.sorted() }

    private mutating func handle(_ event: ActionProtocol.Event, _ id: ActionID) {
        let next = actions[id]?.handle(event) ?? []
        effects += next.map { (id, $0) }
    }

    private mutating func connectIfNeeded() {
        guard !links.contains(where: { $0.isHeld && $0.agent.isAlive }) else { return }
        for index in links.indices where links[index].isHeld { drop(index) }
        links.append(Link(agent: SimulatedAgent(number: links.count)))
        for id in openIDs { handle(.linked, id) }
    }

    private mutating func cutLink() {
        guard let index = links.indices.last, links[index].isHeld else { return }
        drop(index)
    }

    /// The agent at the other end reads what had arrived before it notices.
    private mutating func drop(_ index: Int) {
        links[index].isHeld = false
        links[index].returning = []
        for id in openIDs { handle(.linkLost, id) }
    }

    private mutating func moveAgent(faults: Bool) {
        guard let index = links.indices.filter({ links[$0].agent.isAlive }).randomElement(using: &random) else {
            return
        }
        guard let point = links[index].agent.step(&host, &random) else {
            if !links[index].isHeld, links[index].agent.isIdle { links[index].agent.die(&host) }
            links[index].returning += links[index].agent.takeSaid()
            return
        }
        if faults, crash(at: point) { return links[index].agent.die(&host) }
        links[index].returning += links[index].agent.takeSaid()
    }

    /// Brings one report back: in any order, sometimes twice, never over a link that is gone.
    private mutating func deliver(faults: Bool) {
        guard let index = links.indices.last, links[index].isHeld, !links[index].returning.isEmpty else { return }
        let place = Int.random(in: 0..<links[index].returning.count, using: &random)
        let report = links[index].returning[place]
        if !faults || !random.once(in: 5) { links[index].returning.remove(at: place) }
        handle(.reported(report), report.id)
    }

    /// A complete survey; of an action that is still being worked on it says nothing, and that one is asked for anew.
    private mutating func survey() {
        guard links.last?.isHeld == true, links.last?.agent.isAlive == true else { return }
        for id in openIDs where !effects.contains(where: { $0.0 == id }) {
            guard !runs.contains(id) else {
                if actions[id]?.stage == .unknown { handle(.linked, id) }
                continue
            }
            handle(.surveyed(ActionReport(id: id, ending: host.isReached(id) ? .done : .failed)), id)
        }
    }

    /// Carries out the next effect; the ledger's writes are on the disk before the controller can die.
    private mutating func perform() {
        guard !effects.isEmpty else { return connectIfNeeded() }
        let (id, effect) = effects.removeFirst()
        switch effect {
        case .record:
            guard !isBusy(nodes[id] ?? 0) else { return handle(.recorded(false), id) }
            ledger[id] = .intended
            if crash(at: .afterIntent) { return crashController() }
            handle(.recorded(true), id)
            queue.append(id)
        case .mark:
            let isOpen = ledger[id] == .intended
            if isOpen { ledger[id] = .sent }
            if crash(at: .afterMark) { return crashController() }
            handle(.marked(isOpen), id)
        case .send:
            send(.act(id))
            if crash(at: .afterSend) { return crashController() }
        case .ask: send(.query(id))
        case .settle(let report):
            if ledger[id]?.isOpen == true { ledger[id] = report.ending.state }
            if report.isRunning { runs.insert(id) } else { runs.remove(id) }
            if crash(at: .afterSettle) { return crashController() }
        case .cancel: if ledger[id] == .intended { ledger[id] = .cancelled }
        case .acknowledge: break
        }
    }

    /// Without a link the message is lost, which the controller learns at once; sometimes it arrives twice.
    private mutating func send(_ message: SimulatedMessage) {
        guard let index = links.indices.last, links[index].isHeld, links[index].agent.isAlive else {
            let id =
                switch message {
                case .act(let id), .query(let id): id
                }
            return handle(.linkLost, id)
        }
        for _ in 0..<(random.once(in: 8) ? 2 : 1) { links[index].agent.inbox.append(message) }
    }
}
