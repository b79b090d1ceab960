import Glibc

/// The process that took a lease, by which others on its machine see that it ended without giving it back.
struct LeaseProcess: Equatable {
    /// The machine's boot and the namespace of process ids, without which an id names nothing.
    let place: String
    let pid: pid_t
    /// Ticks after boot.
    let start: String

    /// As kept in the database; `nil` where /proc does not tell.
    static var own: LeaseProcess? {
        guard let boot = text("/proc/sys/kernel/random/boot_id"), let namespace = link("/proc/self/ns/pid"),
            let start = life(of: getpid())?.start
        else { return nil }
        let place = boot.split(separator: "\n").joined() + " " + namespace
        return LeaseProcess(place: place, pid: getpid(), start: start)
    }

    var text: String { "\(place) \(pid) \(start)" }

    /// `nil` for what ``text`` has not written.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 4, let pid = pid_t(words[2]), pid > 0 else { return nil }
        self.init(place: words[0] + " " + words[1], pid: pid, start: String(words[3]))
    }

    init(place: String, pid: pid_t, start: String) {
        self.place = place
        self.pid = pid
        self.start = start
    }

    /// Known to have ended; what lives elsewhere or cannot be looked at may well live on.
    func hasEnded(seenFrom own: LeaseProcess?) -> Bool {
        guard own?.place == place else { return false }
        if kill(pid, 0) != 0 { return errno == ESRCH }
        guard let life = Self.life(of: pid) else { return false }
        return life.start != start || life.isOver
    }

    /// The state and the 22nd field of a process's `stat`; its name, which may hold anything, ends at the last bracket.
    private static func life(of pid: pid_t) -> (isOver: Bool, start: String)? {
        guard let stat = text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 19 else { return nil }
        return (fields[0] == "Z" || fields[0] == "X", String(fields[19]))
    }

    private static func text(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { $1 = max(0, read(file, $0.baseAddress, 4096)) }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static func link(_ path: String) -> String? {
        let bytes = [UInt8](unsafeUninitializedCapacity: 256) { $1 = max(0, readlink(path, $0.baseAddress!, 256)) }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
