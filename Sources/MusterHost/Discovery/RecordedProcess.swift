import Glibc
import MusterIO

/// What became of the plain process that an action wrote down in a node's data directory.
struct RecordedProcess: Sendable {
    let root: HostRoot

    /// Whether it has ended, as anybody may see in `/proc`; `nil` where none is written down or nothing is proven.
    ///
    /// May block. `directory` is free of symbolic links.
    func isGone(below directory: String) -> Bool? {
        // Where /proc is mounted with hidepid, a process that is not shown may run; pid 1 is always there.
        guard let file = try? ProcessFile.read(below: directory, root), (try? stat(1)) != nil else { return nil }
        let boot = root.kernelFile("/proc/sys/kernel/random/boot_id", limit: 4096)?.singleLine
        if let boot, file.bootID != ProcessFile.unknownBoot, file.bootID != boot { return true }
        do throws(SystemError) {
            let bytes = try stat(file.pid)
            if ProcessStat.isOfEnded(bytes) { return true }
            return ProcessStat(bytes).map { ProcessTable.milliseconds($0.startTicks) != file.startedAfterBoot }
        } catch {
            return error.isAbsence || error.code == ESRCH ? true : nil
        }
    }

    private func stat(_ pid: Int32) throws(SystemError) -> [UInt8] {
        try File.read(root.path("/proc/\(pid)/stat"), limit: 4096)
    }
}
