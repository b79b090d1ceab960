import Glibc
package import MusterHost
package import MusterIO
package import MusterModel

/// The host as an agent sees it: everything that answers a request.
package struct AgentHost: Sendable {
    package let root: HostRoot
    package let loop: EventLoop
    package let runner: any CommandRunner
    package let uid: UInt32
    let sampler: HostSampler
    let surveyor: Surveyor
    let performer: any ActionPerformer

    /// - Parameter performer: carries out actions; `nil` for what the host offers.
    package init(
        root: HostRoot, loop: EventLoop, runner: any CommandRunner, uid: UInt32, pageSize: UInt64,
        performer: (any ActionPerformer)? = nil
    ) {
        self.root = root
        self.loop = loop
        self.runner = runner
        self.uid = uid
        sampler = HostSampler(root: root, runner: runner, uid: uid)
        self.performer = performer ?? HostActions(root: root, loop: loop, runner: runner, uid: uid)
        surveyor = Surveyor(root: root, loop: loop, runner: runner, uid: uid, pageSize: pageSize)
    }

    /// The machine that the program runs on, seen with the rights that it has.
    package init(machineOn loop: EventLoop) {
        self.init(
            root: .machine, loop: loop, runner: SpawnRunner(loop: loop), uid: geteuid(),
            pageSize: UInt64(max(1, sysconf(Int32(_SC_PAGESIZE)))))
    }

    package func facts() throws(HostFactsError) -> HostFacts {
        try HostFacts.read(root, uid: uid, users: try? UserDatabase.read(root))
    }
}
