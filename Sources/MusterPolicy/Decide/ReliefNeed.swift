import MusterModel

extension Draft {
    /// The fewest first nodes of a row whose use covers the excess; one where their use is not known.
    func need(for excess: Excess, of row: [NodeView], most: Int) -> Int {
        guard most > 1, let surplus = surplus(of: excess) else { return min(1, most) }
        var covered = 0.0
        var count = 0
        for view in row.prefix(most) {
            guard let use = use(of: view, metric: excess.metric) else { return max(1, count) }
            covered += use
            count += 1
            if covered >= surplus { break }
        }
        return max(1, count)
    }

    /// What must go, in the unit of ``use(of:metric:)``.
    private func surplus(of excess: Excess) -> Double? {
        let over = excess.value - excess.limit
        switch excess.metric {
        case .cpu: return over
        case .memory: return situation.sample?.memory.map { over / 100 * Double($0.total) }
        case .disk: return disk.map { over / 100 * Double($0.used + $0.available) }
        case .load1, .load5, .load15, .diskRead, .diskWrite, .netRead, .netWrite: return nil
        }
    }

    /// Why relief would help nobody: completes `deferred because …`; `nil` where it may.
    func halt(of excess: Excess) -> String? {
        if let text = foreignUse(excess) { return text }
        guard lastReliefsWereInVain(excess) else { return nil }
        return "two reliefs in a row brought no improvement: somebody else's job is not cured by stopping nodes"
    }

    /// Managed nodes that hold less than half of what is in use are not what presses.
    private func foreignUse(_ excess: Excess) -> String? {
        guard let whole = wholeUse(excess.metric), whole > 0 else {
            return excess.metric == .disk ? "what fills the disk is not known" : nil
        }
        let isDisk = excess.metric == .disk
        guard isDisk || isEvidenceOfPressure else { return nil }
        var known = 0.0
        var isWhole = true
        for view in census.nodes where census.isManaged(view) && (isDisk ? isOnDisk(view) : view.status == .running) {
            if let use = use(of: view, metric: excess.metric) { known += use } else { isWhole = false }
        }
        if known >= whole / 2 || (isDisk && isDiskOfManagedNodes) { return nil }
        guard isWhole else {
            guard isDisk else { return nil }
            return "it is not known whether node data fills \(pressure.state.disk ?? "the disk")"
        }
        let share = (known / whole * 100).tenths
        return "managed nodes hold \(share) % of what is in use: stopping them cures nothing"
    }

    /// Whether a survey taken now would tell if managed nodes are what presses; a hard floor waits for none.
    func waitsForSurvey(_ excess: Excess) -> Bool {
        guard situation.surveysOnDemand, !excess.isFloor, !isEvidenceOfPressure, wholeUse(excess.metric) != nil else {
            return false
        }
        // A host that is too busy to be surveyed is relieved without.
        let waited = pressure.state.readings[excess.metric]?.longLow.map { $0 > excess.limit } ?? false
        return excess.metric != .disk && !waited
    }

    /// The survey that told of the nodes' use was taken while the pressure lasted.
    private var isEvidenceOfPressure: Bool {
        guard let surveyed = situation.surveyedAt, let at = pressure.state.at else { return false }
        return surveyed.milliseconds >= at.milliseconds - situation.target.pressureWindow
    }

    /// What all processes of the host use, in the unit of ``use(of:metric:)``; `nil` where nobody can tell.
    ///
    /// Time that processors wait for disks belongs to nobody.
    private func wholeUse(_ metric: PressureState.Metric) -> Double? {
        switch metric {
        case .cpu: pressure.state.readings[.cpu].map { $0.mean - (situation.sample?.cpu?.iowait ?? 0) }
        case .load1, .load5, .load15: wholeUse(.cpu)
        case .memory: situation.sample?.memory.map { Double($0.total - min($0.available, $0.total)) }
        case .disk: disk.map { Double($0.used) }
        case .diskRead, .diskWrite, .netRead, .netWrite: nil
        }
    }

    /// What one node uses: percent of all processors, or bytes; `nil` where it does not say.
    private func use(of view: NodeView, metric: PressureState.Metric) -> Double? {
        let node = census.record(view).observation
        switch metric {
        case .cpu, .load1, .load5, .load15: return node.metrics[NodeMetric.cpu.rawValue]?.number
        case .memory:
            return node.processes.isEmpty ? nil : node.processes.reduce(0) { $0 + Double($1.residentBytes) }
        case .disk: return node.fields[NodeField.dataBytes]?.number
        case .diskRead, .diskWrite, .netRead, .netWrite: return nil
        }
    }

    /// The file system that the disk's reading is of.
    private var disk: FileSystem? {
        situation.sample?.fileSystems.first { $0.path == pressure.state.disk }
    }

    /// A file system that is mounted for nodes, most of which are managed, so that what fills it is theirs.
    ///
    /// One of those below which systems keep all sorts of things is none.
    private var isDiskOfManagedNodes: Bool {
        guard let disk = pressure.state.disk, !Self.commonMounts.contains(disk) else { return false }
        let there = census.nodes.filter { isOnDisk($0) }
        return there.count { census.isManaged($0) } * 2 > there.count
    }

    private static let commonMounts: Set<String> = [
        "/", "/var", "/var/lib", "/var/log", "/home", "/root", "/usr", "/opt", "/tmp",
    ]

    func isOnDisk(_ view: NodeView) -> Bool {
        guard let disk = pressure.state.disk else { return false }
        let record = census.record(view)
        if let mount = record.observation.directory?.mountPoint ?? record.storage?.mountPoint { return mount == disk }
        return situation.sample?.fileSystems.holding(record.key)?.path == disk
    }
}
