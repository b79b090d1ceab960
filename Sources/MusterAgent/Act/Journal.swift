import Glibc
import MusterHost
import MusterIO
import MusterModel

/// What actions were begun on this machine, and what became of them: the reason why none is ever run twice.
///
/// Each uid appends to a file of its own; what is known is what all files that may be believed say together. Whoever
/// writes holds the latch, and has called ``refresh()`` under it.
struct Journal: Sendable {
    private let directory: StateDirectory
    private let calls: FileCalls
    private let reserve: Reserve
    private let limits: Limits
    private let wall: @Sendable () -> Int64
    private var files: [UInt32: JournalFile] = [:]
    private var entries: [ActionID: JournalEntry] = [:]
    private var compactedSize: Int64 = 0

    struct Limits: Hashable, Sendable {
        /// A file is rewritten when it has this size and twice that of the last time, in bytes.
        var compaction: Int64 = 1 << 20
        /// What it may have afterwards.
        var size: Int64 = 16 << 20
    }

    init(
        in directory: StateDirectory, calls: FileCalls = FileCalls(), limits: Limits = Limits(),
        wall: @escaping @Sendable () -> Int64 = { HostClock.now.wall.milliseconds }
    ) {
        self.directory = directory
        self.calls = calls
        self.limits = limits
        self.wall = wall
        reserve = Reserve(in: directory)
    }

    subscript(id: ActionID) -> JournalEntry? { entries[id] }

    /// Begun, and not known to have ended.
    var open: [ActionID] { entries.values.filter(\.isOpen).map(\.id).sorted() }

    /// Node storages from which nodes were removed, as far as the journal still has the requests.
    var storagesOfRemovals: Set<String> {
        Set(entries.values.compactMap { $0.begun?.request }.filter { $0.verb == .remove }.compactMap(\.node?.storage))
    }

    /// Reads what other agents have written.
    mutating func refresh() throws(SystemError) {
        var isNew = false
        for owner in Set(directory.believedOwners(of: JournalFile.prefix) + [directory.uid]) {
            var file = files[owner] ?? JournalFile(of: owner, in: directory)
            do throws(SystemError) {
                if try file.refresh() { isNew = true }
            } catch {
                // Only our own must be readable: nobody shall keep others from acting by spoiling his.
                if owner == directory.uid || owner == 0 { throw error }
            }
            files[owner] = file
        }
        if isNew { entries = Self.entries(files.values.map(\.lines)) }
    }

    mutating func begin(_ request: ActionRequest, digest: String, bootID: String) throws(JournalError) {
        reserve.fill()
        try compactIfLarge()
        let begun = JournalEntry.Begun(digest: digest, bootID: bootID, pid: getpid(), request: request)
        try write(.begun(request.id, begun, written: wall()))
    }

    /// Keeps the end in mind even where it cannot be written.
    mutating func end(_ report: ActionReport) throws(JournalError) {
        entries[report.id]?.report = report
        try write(.ended(report))
    }

    /// After this none of these, which nobody has begun, will be.
    mutating func bar(_ ids: [ActionID]) throws(JournalError) {
        if !ids.isEmpty { try write(.barred(ids, written: wall())) }
    }

    mutating func acknowledge(_ ids: [ActionID]) throws(JournalError) {
        let news = ids.filter { entries[$0]?.isAcknowledged == false }
        if !news.isEmpty { try write(.acknowledged(news)) }
    }
}

extension Journal {
    private var own: JournalFile { files[directory.uid] ?? JournalFile(of: directory.uid, in: directory) }

    /// On a full disk the reserve is given up for it.
    private mutating func write(_ line: JournalLine) throws(JournalError) {
        do throws(JournalError) {
            try own.append(line, calls: calls)
        } catch {
            guard error.isLackOfSpace, reserve.release() else { throw error }
            try own.append(line, calls: calls)
        }
        do { try refresh() } catch { throw .system(error) }
    }

    private mutating func compactIfLarge() throws(JournalError) {
        guard own.size > limits.compaction, own.size > 2 * compactedSize else { return }
        let now = wall()
        var kept = Self.entries([own.lines]).values.filter { entry in
            let isSettled = entries[entry.id]?.isAcknowledged == true || entry.begun == nil
            return !(isSettled && entry.isOutlived(at: now))
        }
        kept.sort { ($0.written, $0.id) < ($1.written, $1.id) }
        // A journal that cannot be rewritten, as on a full disk, is still good to be added to.
        try? rewrite(kept)
        if own.size > limits.size { try rewrite(kept.filter { !$0.isOutlived(at: now) }) }
        compactedSize = own.size
        if own.size > limits.size { throw .full }
    }

    private mutating func rewrite(_ kept: [JournalEntry]) throws(JournalError) {
        let ours = Set(Self.entries([own.lines]).keys)
        let done = Set(entries.values.filter(\.isAcknowledged).map(\.id)).subtracting(ours.subtracting(kept.map(\.id)))
        try own.replace(by: Self.lines(kept, acknowledged: done), calls: calls)
        do { try refresh() } catch { throw .system(error) }
    }

    /// What is left to say of entries: of those acknowledged, that they ended and how.
    private static func lines(_ entries: [JournalEntry], acknowledged: Set<ActionID>) -> [JournalLine] {
        var lines: [JournalLine] = []
        for entry in entries {
            guard var begun = entry.begun else {
                lines.append(.barred([entry.id], written: entry.written))
                continue
            }
            let isDone = acknowledged.contains(entry.id)
            if isDone || entry.report != nil { begun.request = nil }
            lines.append(.begun(entry.id, begun, written: entry.written))
            if let report = entry.report { lines.append(.ended(isDone ? report.inShort : report)) }
        }
        return acknowledged.isEmpty ? lines : lines + [.acknowledged(acknowledged.sorted())]
    }

    /// What the lines of several files say together; an end counts wherever it stands.
    private static func entries(_ files: [[JournalLine]]) -> [ActionID: JournalEntry] {
        var entries: [ActionID: JournalEntry] = [:]
        for case .begun(let id, let begun, let written) in files.joined() where entries[id]?.begun == nil {
            entries[id] = JournalEntry(id: id, begun: begun, written: written)
        }
        for line in files.joined() {
            switch line {
            case .begun: break
            case .ended(let report): entries[report.id]?.report = report
            case .acknowledged(let ids): for id in ids { entries[id]?.isAcknowledged = true }
            case .barred(let ids, let written):
                for id in ids where entries[id] == nil { entries[id] = JournalEntry(id: id, written: written) }
            }
        }
        return entries
    }
}

extension ActionReport {
    fileprivate var inShort: ActionReport { ActionReport(id: id, ending: ending, fault: fault, took: took) }
}
