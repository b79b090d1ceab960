package import MusterIO
package import MusterModel

/// Carries out typed actions on this host.
///
/// Whoever calls holds the host's lock and lease, and has written the action into its journal.
package struct HostActions: Sendable {
    let root: HostRoot
    let loop: EventLoop
    let runner: any CommandRunner
    /// The uid that the program runs as.
    let uid: UInt32
    let work: BlockingWork
    /// Starts a program that goes on without us; a test gives its own.
    var launch: @Sendable (Command) throws(SystemError) -> Int32 = { command throws(SystemError) in
        try Daemon.start(command, openFiles: UInt(UnitText.openFiles))
    }
    /// How files are written; a test gives its own.
    var calls = FileCalls()
    var pace = Pace()

    /// How long outcomes are watched before they are believed.
    struct Pace: Sendable {
        /// A node that was started must have run so long without ending.
        var settled: Duration = .seconds(1)
        /// Between two looks.
        var look: Duration = .milliseconds(200)
        /// Between two looks at an upgraded node.
        var gateLook: Duration = .seconds(2)
    }

    package init(root: HostRoot, loop: EventLoop, runner: any CommandRunner, uid: UInt32) {
        self.root = root
        self.loop = loop
        self.runner = runner
        self.uid = uid
        work = BlockingWork(loop: loop)
    }

    /// Does what is asked, or undoes what it half did, and tells.
    ///
    /// The gate of an upgrade has its own time, which is not counted against `deadline`, and lets the machine go.
    package func perform(
        _ request: ActionRequest, until deadline: Deadline, turn: MachineTurn = .alone
    ) async -> ActionReport {
        let start = loop.now
        var told = Told()
        var report = ActionReport(id: request.id, ending: .done)
        do throws(ActionFailure) {
            if let node = request.node {
                let run = try await NodeRun(request, node, on: self, turn: turn, until: deadline)
                try await run.carryOut(&told, until: deadline)
            } else {
                try await takeOver(request, &told, until: deadline)
            }
            report.message = told.message
        } catch {
            report.ending = error.isRefusal ? .refused : .failed
            report.fault = error.fault
            report.step = error.step
            report.message = ([error.message] + told.remarks).joined(separator: "; ")
            report.fix = error.fix
            told.facts.merge(error.facts) { _, new in new }
        }
        report.facts = told.facts
        report.took = Int64(loop.now.since(start) / .milliseconds(1))
        return report
    }
}
