import MusterModel

/// Relays must be hosts of the inventory, and no host may be reached through itself.
struct RelayCheck {
    private let hosts: [HostName: ResolvedHost]

    init(_ hosts: [ResolvedHost]) {
        self.hosts = Dictionary(hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func report(to problems: inout Problems) {
        var finished: Set<HostName> = []
        for name in hosts.keys.sorted() {
            reportUnknown(name, &problems)
            reportLoops(from: name, &finished, &problems)
        }
    }

    private func place(of name: HostName) -> Place? {
        hosts[name].flatMap { host in host.settings.first { $0.path == .via }?.place ?? host.place }
    }

    private func reportUnknown(_ name: HostName, _ problems: inout Problems) {
        for relay in hosts[name]?.target.via ?? [] where hosts[relay] == nil {
            let known = hosts.keys.lazy.map(\.text)
            let fix = Suggestion.sentence(for: relay.text, among: known) ?? "add it under `hosts:`"
            problems.add(place(of: name), "the relay \(quoted(relay.text)) is not a host of the inventory", fix: fix)
        }
    }

    /// Walks the relays with a stack of its own: a chain may be as long as the inventory.
    private func reportLoops(from start: HostName, _ finished: inout Set<HostName>, _ problems: inout Problems) {
        var path: [(name: HostName, next: Int)] = [(start, 0)]
        var onPath: Set<HostName> = [start]
        guard !finished.contains(start) else { return }
        while let (name, next) = path.last {
            let relays = hosts[name]?.target.via ?? []
            guard next < relays.count else {
                finished.insert(name)
                onPath.remove(name)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let relay = relays[next]
            if onPath.contains(relay) {
                report(path.map(\.name), closing: relay, &problems)
            } else if !finished.contains(relay), hosts[relay] != nil {
                path.append((relay, 0))
                onPath.insert(relay)
            }
        }
    }

    private func report(_ path: [HostName], closing relay: HostName, _ problems: inout Problems) {
        let loop = path.drop { $0 != relay } + [relay]
        let shown = loop.count > 8 ? loop.prefix(4).map(\.text) + ["…"] + loop.suffix(2).map(\.text) : loop.map(\.text)
        let message = "the relays run in a circle: " + shown.joined(separator: " -> ")
        problems.add(path.last.flatMap { place(of: $0) }, message, fix: "let one of them be reached directly")
    }
}
