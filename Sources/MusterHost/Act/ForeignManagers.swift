package import MusterIO
package import MusterModel

/// Finds other managers of nodes that are alive on this host: anm and wnm, by the cron lines that run them.
package struct ForeignManagers: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    let uid: UInt32

    package init(root: HostRoot, runner: any CommandRunner, uid: UInt32) {
        self.root = root
        self.runner = runner
        self.uid = uid
    }

    /// `nil` where not all crontabs that matter could be read.
    package func look(until deadline: Deadline) async -> [ForeignManager]? { nil }
}
