import Glibc
import MusterHost
import MusterIO
import MusterModel
import MusterWire

/// Whose turn it is to act on this machine: granted for a time on the boot clock, and gone with a reboot.
///
/// It is a controller's: that of its watch and that of what it does now end each on their own, and while one of them
/// holds the other is an extension.
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

    struct Record: Sendable {
        var controller: String
        var fence: Int64
        var boot: String
        /// Milliseconds after boot, as the ends of both shares.
        var since: Int64
        var acting: Share
        var watching: Share
    }

    /// A reason to hold it.
    struct Share: Sendable {
        var holder = ""
        var until: Int64 = 0
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

    /// Grants, extends or ends a share of its controller; a time of 0 ends it where it is that holder's.
    func answer(_ request: LeaseRequest) throws(SystemError) -> LeaseGrant {
        let now = sinceBoot()
        let last = self.last
        let live = last.flatMap { isLive($0.record, at: now) ? $0.record : nil }
        if let live, live.controller != request.controller { return grant(live, at: now, isGranted: false) }
        let holder = String(decoding: PlainText.printable(request.holder).utf8.prefix(200), as: UTF8.self)
        let time = min(request.milliseconds, Self.longest)
        guard time > 0 else {
            if var ended = live, (request.watches ? ended.watching : ended.acting).holder == holder {
                if request.watches { ended.watching.until = now } else { ended.acting.until = now }
                try write(ended, isNew: false)
            }
            return .none
        }
        var record =
            live
            ?? Record(
                controller: request.controller, fence: (last?.record.fence ?? 0) + 1, boot: bootID, since: now,
                acting: Share(), watching: Share())
        let share = Share(holder: holder, until: now + time)
        if request.watches { record.watching = share } else { record.acting = share }
        try write(record, isNew: live == nil)
        return grant(record, at: now, isGranted: true)
    }

    /// Why an action that carries this fence may not be begun; `nil` if it may.
    func objection(to fence: Int64) -> String? {
        let now = sinceBoot()
        guard let last = last?.record else { return "nobody holds this host's lease" }
        guard isLive(last, at: now) else { return "the lease of this host has run out" }
        return last.fence == fence ? nil : "the lease of this host is \(last.share(at: now).holder)'s now"
    }

    /// The watch of another controller, as a manager that is alive here; `nil` where there is none.
    func watcher(besides controller: String) -> ForeignManager? {
        let now = sinceBoot()
        guard let (owner, record) = last, record.boot == bootID, record.controller != controller,
            now < record.watching.until
        else { return nil }
        return ForeignManager(
            name: ForeignManager.controller, path: directory.file(Self.prefix + String(owner)), line: 1,
            text: PlainText.printable(record.watching.holder), age: max(0, now - record.since))
    }

    private func isLive(_ record: Record, at now: Int64) -> Bool {
        record.boot == bootID && now < max(record.acting.until, record.watching.until)
    }

    /// Somebody else's fence is not told: with it he could be outrun.
    private func grant(_ record: Record, at now: Int64, isGranted: Bool) -> LeaseGrant {
        LeaseGrant(
            granted: isGranted, fence: isGranted ? record.fence : 0, holder: record.share(at: now).holder,
            watches: now < record.watching.until, age: max(0, now - record.since),
            remaining: max(record.acting.until, record.watching.until) - now)
    }

    /// The record that counts, and whose file it is in.
    private var last: (owner: UInt32, record: Record)? { records().max { $0.record.fence < $1.record.fence } }

    /// All users' files: an agent that held back for root's leases alone would act beside another's.
    private func records() -> [(owner: UInt32, record: Record)] {
        directory.owners(of: Self.prefix).compactMap { owner in
            guard let (raw, _) = try? directory.open(Self.prefix + String(owner), of: owner, O_RDONLY) else {
                return nil
            }
            let file = Descriptor(owning: raw)
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, initialized in
                initialized = max(0, pread(file.raw, buffer.baseAddress, buffer.count, 0))
            }
            guard let json = try? JSON.parse(bytes), let record = Record(json), Self.fences.contains(record.fence)
            else { return nil }
            return (owner, record)
        }
    }

    private func write(_ record: Record, isNew: Bool) throws(SystemError) {
        let path = directory.file(Self.prefix + String(directory.uid))
        var bytes = Array(record.json.text.utf8)
        guard bytes.count < Self.size else {
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

extension HostLease.Record {
    /// The watch where there is one: it is there for longer than what it does now.
    fileprivate func share(at now: Int64) -> HostLease.Share { now < watching.until ? watching : acting }

    // By hand: what the compiler makes for it weighs ten times as much in the agent.
    fileprivate init?(_ json: JSON) {
        guard let controller = json["controller"]?.string, let fence = json["fence"]?.integer,
            let boot = json["boot"]?.string, let since = json["since"]?.integer,
            let acting = HostLease.Share(json["acting"]), let watching = HostLease.Share(json["watching"])
        else { return nil }
        self.init(
            controller: controller, fence: fence, boot: boot, since: since, acting: acting, watching: watching)
    }

    fileprivate var json: JSON {
        .object([
            .init("controller", .string(controller)), .init("fence", .integer(fence)), .init("boot", .string(boot)),
            .init("since", .integer(since)), .init("acting", acting.json), .init("watching", watching.json),
        ])
    }
}

extension HostLease.Share {
    fileprivate init?(_ json: JSON?) {
        guard let holder = json?["holder"]?.string, let until = json?["until"]?.integer else { return nil }
        self.init(holder: holder, until: until)
    }

    fileprivate var json: JSON {
        .object([.init("holder", .string(holder)), .init("until", .integer(until))])
    }
}
