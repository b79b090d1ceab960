import MusterIO

/// A node at work: what it claims, and how it behaves, both changing once a second.
actor Node {
    let loop: EventLoop
    let place: NodePlace
    let log: NodeLog
    let arguments: NodeArguments
    let release: NodeRelease
    let started: Deadline
    /// What binary and environment told; the control file goes over it.
    let ordered: Behaviour

    private(set) var behaviour: Behaviour
    private var meter: ProcessMeter
    private var use: ProcessUse
    private var records: RecordStore
    private var control = ""
    private var leaked: [[UInt8]] = []
    private var held: [UInt8] = []
    private var ballast: Ballast
    private let burner = Burner()

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ arguments: NodeArguments, place: NodePlace, behaviour: Behaviour, loop: EventLoop) throws(SystemError) {
        self.arguments = arguments
        self.place = place
        self.loop = loop
        self.behaviour = behaviour
        log = place.log
        ordered = behaviour
        release = behaviour.version.map(NodeRelease.init) ?? .standard
        started = loop.now
        meter = ProcessMeter(now: loop.now)
        use = meter.read(now: loop.now)
        records = try RecordStore(in: place.root)
        ballast = Ballast(in: place.root)
    }

    /// Seconds since the process started.
    var uptime: Double { loop.now.since(started) / .seconds(1) }

    /// The text of a page, if there is such a page, and how to answer.
    func page(_ path: String) -> (text: String?, behaviour: Behaviour) {
        let pages = NodePages(
            identity: place.identity, peerID: behaviour.peerID, version: behaviour.version ?? release.version,
            peers: behaviour.peers)
        let pace = Double(behaviour.pace)
        let text: String? =
            switch path {
            case "/metrics": pages.metrics(uptime: uptime, pace: pace, use: use)
            case "/metrics_extended": pages.extendedMetrics(uptime: uptime, pace: pace, use: use)
            case "/metadata": pages.metadata
            default: nil
            }
        return (text, behaviour)
    }

    /// Reads the control file again, if it says something else than before.
    func obey() {
        let text = (try? File.text(place.controlFile, limit: 65_536)) ?? ""
        guard text != control else { return }
        control = text
        do throws(BehaviourError) {
            behaviour = try ordered.applying(text)
            log.line("told: \(text.split(whereSeparator: \.isNewline).joined(separator: "; "))")
        } catch {
            log.line("\(place.controlFile): \(error.message)", level: "WARN")
        }
    }

    /// Does one second's work; answers the exit code when the end has come.
    func second() throws(SystemError) -> Int32? {
        obey()
        if let end = behaviour.exitAfter, uptime >= Double(end) {
            place.log.failure(behaviour.failure ?? "told to end with \(behaviour.exitCode)")
            return Int32(behaviour.exitCode)
        }
        use = meter.read(now: loop.now)
        burner.burn(percent: behaviour.cpu)
        if behaviour.leak > 0 { leaked.append([UInt8](repeating: 1, count: Int(behaviour.leak) * 1_000_000)) }
        let wanted = Int(behaviour.heldMemory) * 1_000_000
        if held.count != wanted { held = [UInt8](repeating: 1, count: wanted) }
        try ballast.fill(behaviour.ballast)
        let life = NodeLife(seed: place.identity.seed, age: uptime * Double(behaviour.pace))
        try records.grow(towards: Readings(life).recordsStored)
        return nil
    }
}
