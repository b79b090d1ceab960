import MusterFleet
import MusterModel
import MusterReports

/// One event of a watch, in a line and as JSON.
struct WatchLine {
    enum Weight { case routine, notable, important }

    let kind: String
    let host: HostName?
    let weight: Weight
    private let words: String

    init(_ event: WatchEvent) {
        switch event {
        case .connected(let host): self.init("connected", host, .routine, "connected")
        case .lost(let host, let failure, let again):
            self.init(
                "lost", host, .important,
                "lost: \(failure.step): \(failure.message); again in \(Units.duration(again))")
        case .surveyed(let host, let isComplete, let nodes, let took):
            let whole = isComplete ? "" : ", incomplete"
            self.init(
                "surveyed", host, isComplete ? .routine : .notable,
                "surveyed: \(nodes) nodes in \(Int(took / .milliseconds(1))) ms\(whole)")
        case .decided(let plan): self.init("decided", plan.host, .notable, Self.words(plan))
        case .began(let entry):
            self.init("began", entry.host, .notable, "\(Self.subject(entry)) begins: \(entry.reason)")
        case .ended(let entry):
            let isDone = entry.state == .done
            let why = entry.report?.message.map { ": " + $0 } ?? ""
            self.init(
                "ended", entry.host, isDone ? .notable : .important,
                "\(Self.subject(entry)) \(entry.state.rawValue)" + (isDone ? "" : why))
        case .reconciled(let entry):
            self.init("reconciled", entry.host, .notable, "\(Self.subject(entry)) of before: \(entry.state.rawValue)")
        case .skipped(let host, let failure): self.init("skipped", host, .notable, "skipped: \(failure.message)")
        case .inventoryChanged(let hosts):
            self.init("inventory", nil, .notable, "the inventory changed: \(hosts) hosts are watched")
        case .inventoryInvalid(let why):
            let lines = why.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }
            self.init(
                "inventory-invalid", nil, .important,
                "the inventory cannot be used, the last one stays: " + lines.joined(separator: "; "))
        case .remark(let text): self.init("remark", nil, .important, text)
        }
    }

    private init(_ kind: String, _ host: HostName?, _ weight: Weight, _ words: String) {
        self.kind = kind
        self.host = host
        self.weight = weight
        self.words = words
    }

    var text: String { PlainText.printable((host.map { "\($0): " } ?? "") + words) }

    func json(at now: Timestamp) -> JSON {
        .object([
            JSON.Member("at", .integer(now.milliseconds)), JSON.Member("event", .string(kind)),
            JSON.Member("host", host.map { .string($0.text) } ?? .null), JSON.Member("text", .string(words)),
        ])
    }

    private static func subject(_ entry: LedgerEntry) -> String {
        entry.verb.rawValue + (entry.node.map { " " + $0 } ?? "")
    }

    private static func words(_ plan: Plan) -> String {
        // What no loop will see change is for `plan` to tell.
        let guards = plan.guards.filter { !$0.isOfSettings }.map(\.sentence)
        let actions = plan.actions.map { "\($0.verb.rawValue) \($0.node.name): \($0.reason)" }
        let deferred = plan.deferred.map { "\($0.subject) deferred because \($0.because)" }
        let parts = guards + actions + deferred
        return parts.isEmpty ? "nothing to do" : parts.joined(separator: "; ")
    }
}
