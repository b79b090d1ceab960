import Glibc
import MusterIO
import MusterModel

/// Reads `/proc` once for all kinds.
struct ProcessTable: Sendable {
    let root: HostRoot
    /// The uid that looks.
    let uid: UInt32
    /// Bytes of memory in a page.
    let pageSize: UInt64

    /// Longer command lines are cut; `--root-dir` stands near the front.
    private static let longestCommandLine = 128 << 10
    /// `USER_HZ`, the unit of times in `/proc/PID/stat`: 100 on every architecture that Linux still has.
    private static let millisecondsPerTick: Int64 = 10

    /// One process that fits a kind's pattern.
    struct Entry: Sendable {
        var evidence: ProcessEvidence
        var parent: Int32
        var arguments: ArgumentVector
        var workingDirectory: String?
        var unit: UnitName?
    }

    struct Scan: Sendable {
        /// Pid → the process, for those whose name was wanted.
        var entries: [Int32: Entry] = [:]
        /// The names of some executables could not be read, or processes are hidden.
        var isPartial = false
        var error: SystemError?
    }

    /// All processes whose executable's name is `wanted`.
    func scan(_ wanted: (String) -> Bool) -> Scan {
        var scan = Scan()
        do throws(SystemError) {
            let pids = try Directory.names(root.path("/proc")).compactMap { Int32($0) }
            // Mounted with hidepid, /proc shows only one's own; pid 1 is always there.
            scan.isPartial = uid != 0 && !pids.contains(1)
            for pid in pids {
                guard let program = program(pid, &scan), wanted(program.name) else { continue }
                if let entry = entry(pid, program) { scan.entries[pid] = entry }
            }
        } catch {
            scan.error = error
        }
        return scan
    }

    /// One process by its pid, whatever its name.
    func entry(_ pid: Int32) -> Entry? {
        var ignored = Scan()
        return program(pid, &ignored).flatMap { entry(pid, $0) }
    }

    /// What runs in a process, as far as we may know.
    private struct Program {
        /// File name of the executable; by argument zero where its link may not be read.
        var name: String
        var executable: String?
        var isReplaced: Bool
    }

    private func program(_ pid: Int32, _ scan: inout Scan) -> Program? {
        do throws(SystemError) {
            let target = try File.linkTarget(root.path("/proc/\(pid)/exe"))
            return Self.program(linkTarget: target)
        } catch {
            // A thread of the kernel, or a process that has just ended, has no executable.
            guard error.code == EACCES || error.code == EPERM else { return nil }
            let first = arguments(pid).program ?? ""
            guard !first.isEmpty else { return nil }
            scan.isPartial = true
            return Program(name: Self.programName(first), executable: nil, isReplaced: false)
        }
    }

    /// The kernel marks the name of a file that is gone; self-upgrades put the old one aside.
    private static func program(linkTarget: String) -> Program {
        let isDeleted = linkTarget.hasSuffix(" (deleted)")
        let path = isDeleted ? String(linkTarget.dropLast(" (deleted)".count)) : linkTarget
        let name = programName(path)
        return Program(
            name: name, executable: path, isReplaced: isDeleted || name != HostPath.lastComponent(path))
    }

    /// The file name of a program, without what marks one that was put aside.
    static func programName(_ path: String) -> String {
        let name = HostPath.lastComponent(path)
        let aside = [".bak", ".old"].first { name.hasSuffix($0) }
        return aside.map { String(name.dropLast($0.count)) } ?? name
    }

    private func arguments(_ pid: Int32) -> ArgumentVector {
        ArgumentVector(cmdline: head("/proc/\(pid)/cmdline", Self.longestCommandLine))
    }

    /// The first bytes of a file; none if it cannot be read.
    private func head(_ path: String, _ limit: Int) -> [UInt8] {
        guard let file = try? File.open(root.path(path), O_RDONLY) else { return [] }
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let room = min(16 << 10, limit - bytes.count)
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
                count = read(file.raw, buffer.baseAddress, room)
                initialized = max(0, count)
            }
            if count <= 0 { break }
            bytes += chunk
        }
        return bytes
    }

    private func entry(_ pid: Int32, _ program: Program) -> Entry? {
        guard let stat = ProcessStat(head("/proc/\(pid)/stat", 4096)), let owner = owner(pid) else { return nil }
        let evidence = ProcessEvidence(
            pid: pid, startedAfterBoot: Self.milliseconds(stat.startTicks), uid: owner, user: nil,
            executable: program.executable.map { PlainText.printable($0) }, executableReplaced: program.isReplaced,
            cpuMilliseconds: Self.milliseconds(stat.cpuTicks),
            residentBytes: stat.residentPages.multipliedReportingOverflow(by: pageSize).partialValue,
            threads: stat.threads)
        let cgroup = String(decoding: head("/proc/\(pid)/cgroup", 16 << 10), as: UTF8.self)
        return Entry(
            evidence: evidence, parent: stat.parent, arguments: arguments(pid),
            workingDirectory: try? File.linkTarget(root.path("/proc/\(pid)/cwd")),
            unit: ControlGroup.unit(in: cgroup))
    }

    static func milliseconds(_ ticks: Int64) -> Int64 {
        let (product, overflow) = ticks.multipliedReportingOverflow(by: millisecondsPerTick)
        return overflow ? .max : product
    }

    /// The directory belongs to the process's user, or to root when the process may not be looked into.
    private func owner(_ pid: Int32) -> UInt32? {
        guard let info = try? FileInfo.of(root.path("/proc/\(pid)")) else { return nil }
        if info.uid != 0 { return info.uid }
        let words = head("/proc/\(pid)/status", 8192).lines.first { $0.starts(withText: "Uid:") }?.words ?? []
        return words.count > 2 ? words[2].unsigned.flatMap { UInt32(exactly: $0) } : info.uid
    }
}
