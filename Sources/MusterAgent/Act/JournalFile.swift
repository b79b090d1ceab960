import Glibc
import MusterIO
import MusterModel

/// One uid's journal as far as it has been read.
struct JournalFile: Sendable {
    let name: String
    let owner: UInt32
    private let directory: StateDirectory
    private(set) var lines: [JournalLine] = []
    private(set) var size: Int64 = 0
    /// A line that a crash cut short; the next one written begins anew.
    private(set) var isTorn = false
    private var device: UInt64 = 0
    private var inode: UInt64 = 0

    static let prefix = "journal-"
    /// More is not read: no journal of ours grows so far.
    static let readable: Int64 = 64 << 20

    init(of owner: UInt32, in directory: StateDirectory) {
        self.owner = owner
        self.directory = directory
        name = Self.prefix + String(owner)
    }

    /// Reads what was added since the last time, or all of a file that was replaced; answers whether anything is new.
    mutating func refresh() throws(SystemError) -> Bool {
        guard let (raw, info) = try directory.open(name, of: owner, O_RDONLY) else {
            guard inode != 0 else { return false }
            self = JournalFile(of: owner, in: directory)
            return true
        }
        let file = Descriptor(owning: raw)
        guard info.size <= Self.readable else { throw SystemError(code: EFBIG, "read", directory.file(name)) }
        if info.inode != inode || info.device != device || info.size < size {
            self = JournalFile(of: owner, in: directory)
            (inode, device) = (info.inode, info.device)
        } else if info.size == size {
            return false
        }
        take(try read(file.raw, from: size, to: info.size))
        return true
    }

    /// A last line without its end was cut by a crash, and is read again when it has become whole.
    private mutating func take(_ bytes: [UInt8]) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if let line = JournalLine(Array(bytes[start..<end])) { lines.append(line) }
            start = end + 1
        }
        size += Int64(start)
        isTorn = start < bytes.count
    }

    private func read(_ fd: Int32, from start: Int64, to end: Int64) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(end - start))
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(fd, $0.baseAddress! + offset, $0.count - offset, off_t(start) + off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read", directory.file(name)) }
            if count == 0 { break }
            offset += count
        }
        return Array(bytes[..<offset])
    }

    /// Puts a line on disk, or leaves the file as it was.
    func append(_ line: JournalLine, calls: FileCalls) throws(JournalError) {
        let bytes: [UInt8]
        do { bytes = try line.bytes() } catch { throw .unwritable(error) }
        let path = directory.file(name)
        do throws(SystemError) {
            let isNew = (try? FileInfo.of(path, followingLinks: false)) == nil
            let file = Descriptor(
                owning: calls.open(
                    path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600))
            guard file.raw >= 0 else { throw SystemError("open", path) }
            let info = try FileInfo.of(descriptor: file.raw)
            guard info.kind == .file, info.uid == owner, info.links == 1 else {
                throw SystemError(code: EPERM, "write to somebody else's", path)
            }
            if info.mode != StateDirectory.fileMode { fchmod(file.raw, mode_t(StateDirectory.fileMode)) }
            do throws(SystemError) {
                let text = isTorn || info.size != size ? [UInt8(ascii: "\n")] + bytes : bytes
                try File.writeAll(file.raw, text, path, calls: calls)
                guard calls.sync(file.raw) == 0 else { throw SystemError("sync", path) }
            } catch {
                ftruncate(file.raw, off_t(info.size))
                throw error
            }
            if isNew { try Directory.sync(directory.path, calls: calls) }
        } catch {
            throw .system(error)
        }
    }

    /// Replaces the whole file in one step.
    func replace(by lines: [JournalLine], calls: FileCalls) throws(JournalError) {
        var bytes: [UInt8] = []
        do throws(JSONError) { for line in lines { bytes += try line.bytes() } } catch { throw .unwritable(error) }
        CrashPoint.beforeRename.pass()
        do throws(SystemError) {
            try File.writeAtomically(directory.file(name), bytes, mode: StateDirectory.fileMode, calls: calls)
        } catch {
            throw .system(error)
        }
    }
}

/// Why an action could not be written down; it was not begun then.
enum JournalError: UserFacingError, Hashable {
    case system(SystemError)
    case unwritable(JSONError)
    /// It has reached its bound, and all in it must be kept.
    case full

    var message: String {
        switch self {
        case .system(let error): error.message
        case .unwritable(let error): "the journal cannot hold it: \(error.message)"
        case .full: "the journal is full of outcomes that no controller has acknowledged"
        }
    }

    var fix: String? {
        switch self {
        case .system(let error): error.fix
        case .unwritable: nil
        case .full: "let the controller that acted here reconcile with `muster status`"
        }
    }

    var isLackOfSpace: Bool {
        if case .system(let error) = self { error.code == ENOSPC || error.code == EDQUOT } else { false }
    }
}
