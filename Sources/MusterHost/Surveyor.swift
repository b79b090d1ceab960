package import MusterIO
package import MusterModel
import Synchronization

/// One line of a survey.
package enum SurveyItem: Hashable, Sendable {
    case source(SourceReport)
    case node(NodeObservation)
}

/// Finds the nodes on this host, asks them how they are, and says how far it could look.
///
/// Returns evidence alone: no status is computed here. One value serves many surveys and remembers the versions of
/// programs that it has run.
package final class Surveyor: Sendable {
    private let root: HostRoot
    private let loop: EventLoop
    private let runner: any CommandRunner
    private let uid: UInt32
    private let pageSize: UInt64
    private let work: BlockingWork
    private let versions: VersionReader

    /// What to look for, and how gently.
    package struct Plan: Hashable, Sendable {
        package var kinds: [ServiceKind]
        /// Pause between the probes of one node and those of the next; zero asks several nodes at once.
        package var surveyDelay: Duration
        /// How many nodes are asked at once, 64 at most.
        package var probeConcurrency: Int
        /// What is not known by then is reported as not known in time.
        package var deadline: Deadline

        package init(
            kinds: [ServiceKind], surveyDelay: Duration = .zero, probeConcurrency: Int = 32, deadline: Deadline
        ) {
            self.kinds = kinds
            self.surveyDelay = surveyDelay
            self.probeConcurrency = min(max(probeConcurrency, 1), 64)
            self.deadline = deadline
        }
    }

    /// `uid` is the one that the program runs as, `pageSize` the machine's, in bytes.
    package init(
        root: HostRoot, loop: EventLoop, runner: any CommandRunner, uid: UInt32, pageSize: UInt64 = 4096
    ) {
        self.root = root
        self.loop = loop
        self.runner = runner
        self.uid = uid
        self.pageSize = pageSize
        work = BlockingWork(loop: loop)
        versions = VersionReader(root: root, loop: loop, runner: runner, work: work, uid: uid)
    }

    /// Emits a report for each source, then each node as soon as it is known; returns when all is said.
    ///
    /// Runs on the caller's executor, which should be the event loop.
    package func survey(_ plan: Plan, emit: (SurveyItem) -> Void) async {
        let users = try? UserDatabase.read(root)
        let mounts = MountTable(root)
        let table = ProcessTable(root: root, uid: uid, pageSize: pageSize)
        let discovery = Discovery(
            root: root, runner: runner, work: work, uid: uid, users: users, mounts: mounts, table: table,
            kinds: plan.kinds)
        // Half of the time is for finding nodes, so that a hung source leaves the other half for asking them.
        let half = loop.now + plan.deadline.since(loop.now) / 2
        let findings = await discovery.run(until: half) { emit(.source($0)) }
        let completion = NodeCompletion(
            root: root, work: work, mounts: mounts, table: table, versions: versions, prober: Prober(loop: loop),
            users: await namedUsers(users, findings, until: half), deadline: plan.deadline)
        let nodes = await completion.nodes(of: plan.kinds, from: findings)
        await ask(nodes, plan, completion, emit)
    }

    /// Users that run nodes and stand in no file are looked up as the host is configured to.
    private func namedUsers(_ users: UserDatabase?, _ findings: [Finding], until deadline: Deadline) async
        -> UserDatabase
    {
        let known = users ?? UserDatabase(users: [], groups: [])
        return await known.resolving(Set(findings.compactMap { $0.process?.uid }), by: runner, until: deadline)
    }

    private func ask(
        _ nodes: [NodeCompletion.Draft], _ plan: Plan, _ completion: NodeCompletion, _ emit: (SurveyItem) -> Void
    ) async {
        let width = plan.surveyDelay > .zero ? 1 : plan.probeConcurrency
        await withTaskGroup(of: NodeObservation.self) { group in
            var waiting = nodes.makeIterator()
            for draft in waiting.next(width) { group.addTask { await completion.complete(draft) } }
            for await node in group {
                emit(.node(node))
                guard let draft = waiting.next() else { continue }
                if plan.surveyDelay > .zero {
                    try? await loop.sleep(until: min(plan.deadline, loop.now + plan.surveyDelay))
                }
                group.addTask { await completion.complete(draft) }
            }
        }
    }
}

extension IteratorProtocol {
    /// Up to `count` elements.
    fileprivate mutating func next(_ count: Int) -> [Element] {
        var taken: [Element] = []
        while taken.count < count, let element = next() { taken.append(element) }
        return taken
    }
}
