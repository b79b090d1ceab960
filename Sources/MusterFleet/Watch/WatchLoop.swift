import Glibc
import MusterIO
package import MusterModel
import MusterPolicy
import MusterStore

/// The loop: holds a session to every host, answers pressure as it comes, surveys, decides and acts.
///
/// One ``HostWatch`` per host does the work; this one looks after the inventory, the clocks, the fleet as a whole and
/// what the watch says of itself. `docs/watch.md` tells how it all goes together.
package actor WatchLoop {
    private let surroundings: Surroundings
    private let board: WatchBoard
    private let limits: LimitDesk
    private let gate: DialGate
    private var fleet: WatchedFleet
    private var dialers: [any HostDialer] = []
    private var watches: [HostName: (watch: HostWatch, task: Task<Void, Never>)] = [:]
    /// Hosts that left the inventory, followed until nothing is open there.
    private var leaving: [HostName: (watch: HostWatch, task: Task<Void, Never>)] = [:]
    /// Hosts that other watches of this database have, with their runs.
    private var standingBy: [HostName: String] = [:]
    /// A change of the inventory that could not be taken over yet.
    private var pending: WatchedFleet?
    private var lastDone: [Chore: Int64] = [:]
    /// Jumps of the clocks after which everything was dropped.
    private var jumps = 0

    /// What is done again and again, and how often.
    private enum Chore: CaseIterable {
        case inventory, state, minute, cycle, prune

        /// In milliseconds.
        func interval(_ policy: Policy) -> Int64 {
            switch self {
            case .inventory: 5000
            case .state: 10_000
            case .minute: 60_000
            case .cycle: max(1000, Int64(policy.duration(.surveyInterval) / .milliseconds(1)))
            case .prune: 3_600_000
            }
        }
    }

    private static let tick: Duration = .seconds(1)
    /// A loop that is often begun anew prunes too, in milliseconds after that.
    private static let firstPrune: Int64 = 60_000

    /// - Parameter fleet: what the inventory says at the start.
    package init(_ surroundings: Surroundings, fleet: WatchedFleet) {
        self.surroundings = surroundings
        self.fleet = fleet
        gate = DialGate(width: surroundings.width)
        let clock = surroundings.clock
        limits = LimitDesk(
            store: surroundings.acting.store, inventory: fleet.inventory, now: { clock.now })
        board = WatchBoard(
            acting: surroundings.acting, clock: surroundings.clock, clockPace: surroundings.clockPace,
            policy: fleet.policy, pid: getpid(),
            tell: surroundings.tell)
    }

    /// Runs until the stop signal, or cancellation; ends actions that run within the farewell, gives leases back and
    /// closes all sessions.
    package func run() async throws {
        if try await surroundings.acting.store.brakes().contains(where: { $0.scope == .mass }) {
            await board.rememberBrake(fleet.policy)
        }
        dialers.append(try await surroundings.dialer(fleet))
        await claimHosts()
        // Beside the chores: one that takes its time is no sleep.
        let heartbeat = Task { await self.watchClocks() }
        defer { heartbeat.cancel() }
        while !surroundings.stop.isStopped, !Task.isCancelled {
            for chore in Chore.allCases where isDue(chore) { await perform(chore) }
            do { try await surroundings.clock.sleep(for: Self.tick) } catch { break }
        }
        await end()
    }

    /// What the watch says of itself.
    package var state: WatchState { get async { await board.state } }

    private func isDue(_ chore: Chore) -> Bool {
        let now = surroundings.clock.sinceBoot
        // The first time nothing has gone by yet.
        guard let last = lastDone[chore] else {
            lastDone[chore] = chore == .prune ? now - chore.interval(fleet.policy) + Self.firstPrune : now
            return false
        }
        guard now - last >= chore.interval(fleet.policy) else { return false }
        lastDone[chore] = now
        return true
    }

    private func perform(_ chore: Chore) async {
        switch chore {
        case .inventory: await readInventory()
        case .state: await claimHosts()
        case .minute: await board.flushMinute()
        case .cycle: await board.endCycle()
        case .prune: await board.prune()
        }
    }
}

// The clocks.
extension WatchLoop {
    private func watchClocks() async {
        while !Task.isCancelled {
            let found = await board.compareClocks()
            if found != jumps {
                jumps = found
                for (watch, _) in watches.values { await watch.drop() }
            }
            do { try await surroundings.clock.sleep(for: surroundings.clockPace) } catch { return }
        }
    }
}

// The inventory.
extension WatchLoop {
    /// Writes how the watch fares, begins with the hosts that are its own by that, and lets those go that are not any more.
    ///
    /// While that cannot be written all stays as it is.
    private func claimHosts() async {
        guard let others = await board.noteState(claiming: fleet.hosts.map(\.name)) else { return }
        for host in fleet.hosts {
            if let other = others[host.name] {
                await standBy(host.name, for: other)
            } else if watches[host.name] == nil {
                standingBy[host.name] = nil
                await leaving.removeValue(forKey: host.name)?.task.value
                begin(host)
            }
        }
    }

    /// Two watches of one database over one host would act in turn: the later one leaves it to the other.
    private func standBy(_ host: HostName, for other: WatchState) async {
        if let mine = watches.removeValue(forKey: host) {
            await mine.watch.end()
            leaving[host] = mine
        }
        guard standingBy.updateValue(other.runID, forKey: host) != other.runID else { return }
        let message = "\(host) is watched by \(other.name): standing by until that ends"
        surroundings.tell(.skipped(host, HostFailure(step: "watch", message: message)))
    }

    private func begin(_ host: HostTarget) {
        guard let dialer = dialers.last else { return }
        let reader = SituationReader(
            store: surroundings.acting.store, inventory: fleet.inventory,
            overridesLimits: surroundings.acting.overridesLimits)
        let watch = HostWatch(
            host, surroundings, board: board, limits: limits, gate: gate, reader: reader, dialer: dialer)
        watches[host.name] = (watch, Task { await watch.run() })
    }

    /// Takes a changed inventory over; an invalid one is told, and the last valid one stays.
    private func readInventory() async {
        do {
            guard let next = try await surroundings.readInventory() ?? pending else { return }
            pending = next
            try await surroundings.acting.store.sync(hosts: next.inventory, at: surroundings.clock.now)
            dialers.append(try await surroundings.dialer(next))
            pending = nil
            await board.find("inventory", nil)
            await take(next)
        } catch let error as StoreError {
            await board.findStoreFault(error.message)
        } catch {
            let words = HostWatch.words(of: error)
            if await board.remember("inventory", "the inventory cannot be used, the last valid one stays: \(words)") {
                surroundings.tell(.inventoryInvalid(words))
            }
        }
    }

    private func take(_ next: WatchedFleet) async {
        fleet = next
        await limits.change(inventory: next.inventory)
        let names = Set(next.hosts.map(\.name))
        // A host that left gets no new action; what runs there is followed to its end.
        for (name, entry) in watches where !names.contains(name) {
            await entry.watch.leave()
            watches[name] = nil
            leaving[name] = entry
        }
        guard let dialer = dialers.last else { return }
        for host in next.hosts {
            // One that comes back before it was let go is watched on: two watches of a host would not see each other.
            guard let known = watches.removeValue(forKey: host.name) ?? leaving.removeValue(forKey: host.name) else {
                continue
            }
            if await known.watch.change(host, inventory: next.inventory, dialer: dialer) {
                watches[host.name] = known
            } else {
                await known.task.value
            }
        }
        await claimHosts()
        surroundings.tell(.inventoryChanged(hosts: next.hosts.count))
    }
}

// The end.
extension WatchLoop {
    /// Lets what runs end within the farewell; then the links go, and agents finish what they have begun alone.
    ///
    /// A cancelled watch does not wait.
    private func end() async {
        let all = Array(watches.values) + Array(leaving.values)
        let (watches, tasks) = (all.map(\.watch), all.map(\.task))
        for watch in watches { await watch.end() }
        @Sendable func abandon() async {
            for watch in watches { await watch.abandon() }
            for task in tasks { task.cancel() }
        }
        let farewell = Task { [clock = surroundings.clock, farewell = surroundings.farewell] in
            try await clock.sleep(for: farewell)
            await abandon()
        }
        await withTaskCancellationHandler {
            for task in tasks { await task.value }
        } onCancel: {
            Task { await abandon() }
        }
        farewell.cancel()
        try? await surroundings.acting.store.releaseLeases(heldBy: surroundings.acting.holder)
        await board.flushMinute()
        await board.noteState()
        for dialer in dialers { await dialer.close() }
    }
}

extension WatchedFleet {
    /// Of any host: settings of the fleet and of the loop have one value.
    var policy: Policy { hosts.first?.policy ?? inventory.first?.policy ?? Policy() }
}
