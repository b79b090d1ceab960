package import MusterIO
package import MusterModel

extension HostActions {
    /// Which part of what a decision was made on no longer holds, such as `boot` or `unit file`; `nil` if all does.
    package func difference(from basis: ActionBasis, of node: NodeSpec?, until deadline: Deadline) async -> String? {
        let boot = root.kernelFile("/proc/sys/kernel/random/boot_id", limit: 4096)?.singleLine
        guard boot == basis.bootID else { return "boot" }
        guard let node, basis.knowsNode else { return nil }
        do throws(ActionFailure) {
            let manager = try await manager(of: node, until: deadline)
            return difference(from: basis, try await manager.state(of: node, until: deadline))
        } catch {
            return "cannot be read again: \(error.message)"
        }
    }

    private func difference(from basis: ActionBasis, _ state: ServiceState) -> String? {
        if let hash = basis.unitFileHash, hash != state.unit?.path.flatMap({ UnitFileHash.of($0, root) }) {
            return "unit file"
        }
        // Between two restarts of a crash loop there is no process.
        if let isRunning = basis.isRunning, isRunning != (state.pid != nil) { return "running" }
        // systemd forgets the last run of a unit that it has unloaded.
        if let id = basis.invocationID, state.life != .down, id != state.unit?.invocationID ?? "" {
            return "invocation"
        }
        guard let pid = basis.pid else { return nil }
        guard state.pid == pid else { return isProcess(pid, basis, of: state) ? nil : "process" }
        return basis.startedAfterBoot.map { $0 == state.startedAfterBoot } ?? true ? nil : "process"
    }

    /// Where a unit runs a script that runs the node, the node is not the unit's main process but another one of it.
    private func isProcess(_ pid: Int32, _ basis: ActionBasis, of state: ServiceState) -> Bool {
        guard let unit = state.unit, let entry = processes.entry(pid) else { return false }
        return entry.unit == UnitName(managerUID: unit.managerUID, name: unit.name)
            && entry.evidence.startedAfterBoot == basis.startedAfterBoot
    }
}

extension ActionBasis {
    /// Whether it says anything beyond the boot.
    fileprivate var knowsNode: Bool {
        invocationID != nil || unitFileHash != nil || pid != nil || isRunning != nil
    }
}

/// SHA-256 of a unit's file, by which a change by hand is noticed.
enum UnitFileHash {
    private static let longestFile = 256 << 10

    /// `nil` where the file cannot be read; may block.
    static func of(_ path: String, _ root: HostRoot) -> String? {
        (try? File.read(root.path(path), limit: longestFile)).map { SHA256.hex(of: $0) }
    }
}
