import MusterModel

// What loops say of themselves.
extension StatusReport {
    /// Several may run side by side, over hosts of their own.
    var livingWatches: [WatchState] { restraints.watches.filter { $0.isRunning(at: freshness.now) } }

    /// Those that run, else the one that spoke last, and how long the database's disk will do; empty where none ever ran.
    var watchLines: String {
        guard let last = restraints.watches.first else { return "" }
        let living = livingWatches
        let lines = (living.isEmpty ? [last] : living).map { line($0) + $0.findings.map(said).joined() }
        return lines.joined() + hostLines(living) + (size.map { $0.text + "\n" } ?? "")
    }

    private func line(_ watch: WatchState) -> String {
        let cycles = "\(Units.count(watch.cycles, "cycle")) in \(Units.duration(watch.at.since(watch.startedAt)))"
        let lag = watch.lag >= 1000 ? ", \(Units.duration(.milliseconds(watch.lag))) late" : ""
        let ends = watch.actions.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let actions = ends.isEmpty ? "" : ", actions: " + ends.joined(separator: ", ")
        let silence = watch.isRunning(at: freshness.now) ? "" : "not running, "
        let age = Units.age(of: watch.at, at: freshness.now)
        return said("\(cycles)\(lag)\(actions); \(silence)last heard of \(age) ago; \(watch.by)")
    }

    private func said(_ text: String) -> String { PlainText.printable("watch: \(text)") + "\n" }

    private static let shown = 20

    /// Hosts with which a running loop does anything else than watch them.
    private func hostLines(_ living: [WatchState]) -> String {
        let all = living.flatMap(\.hosts).filter { $0.value.state != .watching || $0.value.detail != nil }
        let lines = all.sorted { $0.key < $1.key }.map { said("\($0.key) \($0.value.text(at: freshness.now))") }
        let rest = lines.count - Self.shown
        return lines.prefix(Self.shown).joined() + (rest > 0 ? said("and \(Units.count(rest, "other host"))") : "")
    }
}

extension WatchState {
    func json(at now: Timestamp) -> JSON {
        .members([
            "run": .string(runID), "by": .string(by), "pid": .integer(Int64(pid)),
            "started_at": .integer(startedAt.milliseconds), "at": .integer(at.milliseconds),
            "running": .bool(isRunning(at: now)),
            "cycles": .count(cycles), "interval_ms": .integer(interval), "lag_ms": .integer(lag),
            "actions": .counts(actions),
            "hosts": .object(hosts.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
            "findings": .array(findings.map { .string($0) }),
        ])
    }
}

extension WatchedHost {
    /// For example `left to ann@desk node stop 1f2e3d4c for 2m`.
    func text(at now: Timestamp) -> String {
        let who = detail ?? "somebody"
        let why = detail.map { ": \($0)" } ?? ""
        let age = " for \(Units.duration(now.since(since)))"
        return switch state {
        case .connecting, .watching, .acting, .leaving: state.rawValue + age + why
        case .backingOff:
            "backing off" + age + why
                + (until.map { "; tried again in \(Units.duration($0.since(now)))" } ?? "")
        case .standby: "standing by" + age + why
        case .left: "left to \(who)\(age)"
        case .held: "held" + age + why
        case .foreign: "foreign-managed" + age + why
        }
    }

    var json: JSON {
        .members([
            "state": .string(state.rawValue), "since": .integer(since.milliseconds),
            "until": .optional(until?.milliseconds), "detail": .optional(detail),
        ])
    }
}
