import Glibc
import MusterIO

/// The directory of records: small files whose number follows what the pages say, up to a limit.
struct RecordStore {
    private let directory: String
    private(set) var count: Int

    /// More files than this are not made, however many records the pages claim.
    static let limit = 256
    private static let filesAtOnce = 8

    init(in root: String) throws(SystemError) {
        directory = "\(root)/record_store"
        try Directory.create(directory)
        count = try Directory.names(directory).count
    }

    /// Writes some of the files that are missing.
    mutating func grow(towards records: UInt64) throws(SystemError) {
        let goal = min(Int(clamping: records), Self.limit)
        for _ in 0..<Self.filesAtOnce where count < goal {
            var hash = SHA256()
            hash.update("record \(count)".utf8)
            try write([UInt8](repeating: UInt8(truncatingIfNeeded: count), count: 1024), to: hash.hexDigest)
            count += 1
        }
    }

    /// Without a sync: records are worth nothing, and hundreds of nodes share one disk.
    private func write(_ bytes: [UInt8], to name: String) throws(SystemError) {
        let path = "\(directory)/\(name)"
        let fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard fd >= 0 else { throw SystemError("create", path) }
        let file = Descriptor(owning: fd)
        let written = bytes.withUnsafeBytes { Glibc.write(file.raw, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw SystemError("write to", path) }
    }
}
