import Glibc
import MusterHost
import MusterIO
import MusterModel
import MusterWire

/// Whose turn it is to act on this machine: granted for a time on the boot clock, and gone with a reboot.
///
/// The agents of each uid write a file of their own; the one with the highest fence counts. Whoever calls holds the
/// latch.
struct HostLease: Sendable {
    private let directory: StateDirectory
    private let bootID: String
    private let calls: FileCalls
    /// Milliseconds since boot.
    private let sinceBoot: @Sendable () -> Int64

    /// Longer is not granted, in milliseconds.
    static let longest: Int64 = 3_600_000
    private static let prefix = "lease-"
    /// Bytes of a file, the same whatever it says: it is written over in place, which a full disk allows.
    private static let size = 1024
    private static let fences: ClosedRange<Int64> = 0...1 << 53

    struct Record: Hashable, Sendable, Codable {
        var controller: String
        var holder: String
        var fence: Int64
        var boot: String
        /// Milliseconds after boot.
        var since: Int64
        var until: Int64
    }

    init(
        in directory: StateDirectory, bootID: String, calls: FileCalls = FileCalls(),
        sinceBoot: @escaping @Sendable () -> Int64 = { HostClock.now.sinceBoot }
    ) {
        self.directory = directory
        self.bootID = bootID
        self.calls = calls
        self.sinceBoot = sinceBoot
    }

    /// Grants, extends or ends a lease; a time of 0 ends that of its own controller.
    func answer(_ request: LeaseRequest) throws(SystemError) -> LeaseGrant {
        let now = sinceBoot()
        let last = records().max { $0.fence < $1.fence }
        let live = last.flatMap { isLive($0, at: now) ? $0 : nil }
        if let live, live.controller != request.controller { return grant(live, at: now, isGranted: false) }
        let time = min(request.milliseconds, Self.longest)
        guard time > 0 else {
            guard var ended = live else {
                return LeaseGrant(granted: false, fence: 0, holder: "", age: 0, remaining: 0)
            }
            ended.until = now
            try write(ended, isNew: false)
            return LeaseGrant(granted: false, fence: 0, holder: "", age: 0, remaining: 0)
        }
        var record =
            live
            ?? Record(
                controller: request.controller, holder: "", fence: (last?.fence ?? 0) + 1, boot: bootID, since: now,
                until: now)
        record.holder = String(decoding: PlainText.printable(request.holder).utf8.prefix(200), as: UTF8.self)
        record.until = now + time
        try write(record, isNew: live == nil)
        return grant(record, at: now, isGranted: true)
    }

    /// Why an action that carries this fence may not be begun; `nil` if it may.
    func objection(to fence: Int64) -> String? {
        let now = sinceBoot()
        guard let last = records().max(by: { $0.fence < $1.fence }) else { return "nobody holds this host's lease" }
        guard isLive(last, at: now) else { return "the lease of this host has run out" }
        return last.fence == fence ? nil : "the lease of this host is \(last.holder)'s now"
    }

    private func isLive(_ record: Record, at now: Int64) -> Bool { record.boot == bootID && now < record.until }

    /// Somebody else's fence is not told: with it he could be outrun.
    private func grant(_ record: Record, at now: Int64, isGranted: Bool) -> LeaseGrant {
        LeaseGrant(
            granted: isGranted, fence: isGranted ? record.fence : 0, holder: record.holder,
            age: max(0, now - record.since), remaining: record.until - now)
    }

    /// All users' files: an agent that held back for root's leases alone would act beside another's.
    private func records() -> [Record] {
        directory.owners(of: Self.prefix).compactMap { owner in
            guard let (raw, _) = try? directory.open(Self.prefix + String(owner), of: owner, O_RDONLY) else {
                return nil
            }
            let file = Descriptor(owning: raw)
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, initialized in
                initialized = max(0, pread(file.raw, buffer.baseAddress, buffer.count, 0))
            }
            guard let record = try? JSON.parse(bytes).decoded(as: Record.self), Self.fences.contains(record.fence)
            else { return nil }
            return record
        }
    }

    private func write(_ record: Record, isNew: Bool) throws(SystemError) {
        let path = directory.file(Self.prefix + String(directory.uid))
        guard var bytes = try? Array(JSON(encoding: record).text.utf8), bytes.count < Self.size else {
            throw SystemError(code: EMSGSIZE, "write", path)
        }
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: Self.size - 1 - bytes.count) + [UInt8(ascii: "\n")]
        let file = Descriptor(
            owning: calls.open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600))
        guard file.raw >= 0 else { throw SystemError("open", path) }
        let info = try FileInfo.of(descriptor: file.raw)
        guard info.kind == .file, info.uid == directory.uid, info.links == 1 else {
            throw SystemError(code: EPERM, "write to somebody else's", path)
        }
        if info.mode != StateDirectory.fileMode { fchmod(file.raw, mode_t(StateDirectory.fileMode)) }
        try File.writeAll(file.raw, bytes, path, calls: calls)
        guard isNew else { return }
        guard calls.sync(file.raw) == 0 else { throw SystemError("sync", path) }
        if info.size == 0 { try Directory.sync(directory.path, calls: calls) }
    }
}
