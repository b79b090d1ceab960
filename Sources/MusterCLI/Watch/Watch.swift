import ArgumentParser
import MusterFleet
import MusterIO
import MusterInventory
import MusterModel
import MusterStore

struct Watch: Verb {
    static let configuration = CommandConfiguration(
        abstract:
            "The loop: hold a session to every host, answer pressure within seconds, keep nodes as they should be.",
        discussion: """
            Acts on managed nodes only, by the inventory's policy; what it would do now is `muster plan`. It reads \
            the inventory again when it changes; while that has mistakes the last valid one counts. Other verbs may \
            run beside it: a host that one of them works on is skipped until then. Ctrl-C or SIGTERM begins nothing \
            new, waits for what runs and ends; a second one stops waiting. Lines go to standard error, with --json \
            one object per line to standard output. docs/watch.md has a unit for systemd, and says where to run it.

            EXAMPLES
              muster watch
              muster watch hetzner --except hel03
              muster watch --binary ./antnode
              muster watch --json >> watch.log
            """)

    @OptionGroup var options: TouchOptions

    @Option(
        help: ArgumentHelp(
            "Program on this machine for new and upgraded nodes: PATH for antnode, or KIND=PATH.",
            valueName: "[kind=]path"))
    var binary: [String] = []

    func run(in session: Session) async throws -> ExitStatus {
        let binaries = try pushes()
        let store = try options.context.writableStore(in: session)
        let source = InventorySource(options, store: store, session)
        guard let fleet = try await source.read() else { throw SelectorError.empty }
        let inventory = try options.context.inventory(in: session)
        for kind in binaries.keys.sorted() { try inventory.requireKind(kind) }
        let starter = try options.context.agentStarter(in: session)
        let id = session.randomness.hex(16)
        try await store.begin(
            RunRecord(
                id: id, verb: "watch", arguments: options.hosts.spoken, startedAt: session.now(),
                by: session.operator))
        let acting = Acting(
            store: store, runID: id, controller: try await store.controllerID(), by: session.operator, verb: "watch",
            randomness: session.randomness, now: session.now)
        let display = WatchDisplay(options.output, in: session)
        let stop = StopSignal()
        let options = options
        let loop = WatchLoop(
            WatchLoop.Surroundings(
                dialer: { fleet in
                    try await session.dialer(hosts: fleet.inventory, lastAddresses: [:], options)
                },
                starter: starter, intake: Intake(store: store), acting: acting,
                binaries: binaries, readInventory: { try await source.read() }, stop: stop,
                tell: { display.show($0) }, width: options.context.parallel,
                timeout: options.context.timeout.duration),
            fleet: fleet)
        display.begin(hosts: fleet.hosts.count)
        let status = await run(loop, stop, display)
        do { try await store.finish(run: id, at: session.now(), exitCode: Int(status.rawValue)) } catch {
            display.remark("muster: the history lacks the end of this run: \(error.message)")
        }
        return status
    }

    /// Until a signal, or until the loop cannot go on.
    private func run(_ loop: WatchLoop, _ stop: StopSignal, _ display: WatchDisplay) async -> ExitStatus {
        let interrupts = Interrupts()
        let work = Task { try await loop.run() }
        interrupts.watch(stop: stop) { _ in
            display.remark("ending: nothing new is begun; once more to wait for nothing")
        } stopAll: {
            work.cancel()
        }
        defer { interrupts.unwatch() }
        do {
            try await work.value
            if work.isCancelled {
                display.end("ended without waiting")
                return .interrupted
            }
            display.end("ended")
            return .ok
        } catch {
            if interrupts.wereAsked, error is CancellationError {
                display.end("ended without waiting")
                return .interrupted
            }
            display.remark("muster: " + ((error as? any UserFacingError).map { $0.message } ?? "\(error)"))
            display.end("ended by a fault")
            return .internalError
        }
    }

    private func pushes() throws -> [String: BinaryPush] {
        var pushes: [String: BinaryPush] = [:]
        for word in binary {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let isNamed = parts.count == 2 && !parts[0].contains("/")
            let kind = isNamed ? parts[0] : "antnode"
            guard pushes[kind] == nil else {
                throw CommandError.usage("two programs are named for \(kind)", fix: "keep one --binary of each kind")
            }
            pushes[kind] = try BinaryPush(reading: isNamed ? parts[1] : word)
        }
        return pushes
    }
}
