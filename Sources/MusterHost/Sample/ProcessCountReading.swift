import MusterModel

extension ProcessCounts {
    /// From the names in `/proc` and the text of `/proc/stat`.
    init?(names: [String], stat: [UInt8]) {
        guard let running = StatCounts.value("procs_running", stat: stat),
            let blocked = StatCounts.value("procs_blocked", stat: stat)
        else { return nil }
        let total = names.count { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        self.init(total: total, running: running, blocked: blocked)
    }

    /// Whether `/proc` hides the processes of other users from this one (`hidepid=`): a count of it would be a lie.
    static func areHidden(_ mounts: [Mount], from uid: UInt32) -> Bool {
        guard uid != 0, let proc = mounts.last(where: { $0.path == "/proc" }) else { return false }
        return proc.superOptions.split(separator: ",").contains { option in
            ["hidepid=2", "hidepid=invisible", "hidepid=4", "hidepid=ptraceable"].contains(String(option))
        }
    }
}
