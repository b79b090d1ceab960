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

    package init(root: HostRoot, loop: EventLoop, runner: any CommandRunner, uid: UInt32) {
        self.root = root
        self.loop = loop
        self.runner = runner
        self.uid = uid
    }

    /// Which part of what a decision was made on no longer holds, such as `boot` or `unit file`; `nil` if all does.
    package func difference(from basis: ActionBasis, of node: NodeSpec?, until deadline: Deadline) async -> String? {
        let boot = root.kernelFile("/proc/sys/kernel/random/boot_id", limit: 4096)?.singleLine
        return boot == basis.bootID ? nil : "boot"
    }

    /// Does what is asked, or undoes what it half did, and tells.
    package func perform(_ request: ActionRequest, until deadline: Deadline) async -> ActionReport {
        ActionReport(
            id: request.id, ending: .refused, fault: .other, message: "this agent cannot \(request.verb.rawValue) yet")
    }

    /// Goes on with removals that a crash or reboot cut short; answers how many trees were deleted.
    package func resumeTombstones(storage: String, until deadline: Deadline) async -> Int { 0 }
}
