import MusterIO
import MusterModel

/// Runs all sources of all kinds beside each other; one that hangs delays no other.
struct Discovery: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    let work: BlockingWork
    let uid: UInt32
    let users: UserDatabase?
    let mounts: MountTable
    let table: ProcessTable
    let kinds: [ServiceKind]

    /// Reports each source as it ends; answers with everything that was found.
    func run(until deadline: Deadline, report: (SourceReport) -> Void) async -> [Finding] {
        await withTaskGroup(of: SourceYield.self) { group in
            addUnits(to: &group, deadline)
            addProcesses(to: &group, deadline)
            addRegistries(to: &group, deadline)
            addDirectories(to: &group, deadline)
            var findings: [Finding] = []
            for await yield in group {
                yield.reports.forEach(report)
                findings += yield.findings
            }
            let bySource = Dictionary(grouping: findings, by: \.source)
            return bySource.keys.sorted().flatMap { bySource[$0] ?? [] }
        }
    }

    private func addUnits(to group: inout TaskGroup<SourceYield>, _ deadline: Deadline) {
        let query = UnitQuery(kinds)
        group.addTask {
            SourceYield(
                reports: query.nameless.map {
                    SourceReport(
                        kind: $0, id: ReportID.units(ofManager: nil), outcome: .error, uid: uid,
                        detail: "the kind names no unit: give its source a match")
                })
        }
        guard !query.parts.isEmpty else { return }
        let managers = UnitManagers(root: root, uid: uid, users: users, mounts: mounts)
        guard managers.hasSystemd else {
            group.addTask { SourceYield(reports: query.reports(nil, .notPresent, uid: uid, "no systemd")) }
            return
        }
        let found = managers.ofUsers()
        for manager in [managers.system] + found.managers {
            let source = UnitSource(root: root, runner: runner, work: work, query: query, manager: manager)
            group.addTask { await source.look(until: deadline) }
        }
        group.addTask {
            SourceYield(
                reports: found.denied.flatMap { query.reports($0, .denied, uid: uid, "another user's manager") })
        }
    }

    private func addProcesses(to group: inout TaskGroup<SourceYield>, _ deadline: Deadline) {
        let source = ProcessSource(table: table, kinds: kinds)
        guard source.isNeeded else { return }
        group.addTask {
            // Reading the command line of a process that is stuck in the kernel may hang as well.
            await work.run(at: "/proc", until: deadline) { source.look() }
                ?? SourceYield(reports: source.reports(.timeout, "the process table did not answer in time"))
        }
    }

    private func addRegistries(to group: inout TaskGroup<SourceYield>, _ deadline: Deadline) {
        let owners = HostHomes.owners(users?.users ?? [])
        let byPlace = Dictionary(grouping: RegistrySource.all(kinds, root: root, uid: uid, users: owners)) {
            mounts.place(of: $0.place.path)
        }
        for (place, sources) in byPlace {
            group.addTask {
                await work.run(at: place, until: deadline) {
                    sources.map { $0.look() }.reduce(SourceYield()) { $0 + $1 }
                } ?? SourceYield(reports: sources.map { $0.report(.timeout, "\(place) did not answer in time") })
            }
        }
        if users == nil {
            group.addTask { SourceYield(reports: kinds.flatMap { unreadableHomes($0) }) }
        }
    }

    /// Without the list of users nobody knows whose homes to look at.
    private func unreadableHomes(_ kind: ServiceKind) -> [SourceReport] {
        let paths = kind.discovery.filter { $0.method == .jsonFile }.flatMap(\.paths).filter { $0.hasPrefix("~/") }
        return paths.map {
            SourceReport(
                kind: kind.name, id: ReportID.registry($0), outcome: .error, uid: uid,
                detail: "/etc/passwd cannot be read")
        }
    }

    private func addDirectories(to group: inout TaskGroup<SourceYield>, _ deadline: Deadline) {
        let owners = HostHomes.owners(users?.users ?? [])
        for source in DirectorySource.all(kinds, root: root, uid: uid, users: owners) {
            group.addTask { await look(source, until: deadline) }
        }
    }

    /// Looks at each file system on its own; the worst outcome is the source's.
    private func look(_ source: DirectorySource, until deadline: Deadline) async -> SourceYield {
        let byPlace = Dictionary(grouping: source.places) { mounts.place(of: $0.path) }
        let found = await withTaskGroup(of: [DirectorySource.Found].self) { group in
            for (place, places) in byPlace {
                group.addTask {
                    await work.run(at: place, until: deadline) { places.map { source.look($0) } }
                        ?? [DirectorySource.Found(outcome: .timeout, detail: "\(place) did not answer in time")]
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let worst =
            found.first { $0.outcome != .complete && $0.outcome != .denied }
            ?? found.first { $0.outcome != .complete }
        return SourceYield(
            reports: [source.report(worst?.outcome ?? .complete, worst?.detail)],
            findings: Set(found.flatMap(\.paths)).sorted().compactMap { source.finding($0) })
    }
}
