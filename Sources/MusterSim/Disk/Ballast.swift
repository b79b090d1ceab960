import Glibc
import MusterIO

/// A file without use that takes as much of the node's file system as it was told.
struct Ballast {
    private let path: String
    private var megabytes: UInt32 = 0

    init(in root: String) { path = "\(root)/ballast" }

    /// Brings the file to its size, in MB; real blocks, no holes.
    mutating func fill(_ wanted: UInt32) throws(SystemError) {
        guard wanted != megabytes else { return }
        megabytes = wanted
        if wanted == 0 {
            unlink(path)
            return
        }
        let fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard fd >= 0 else { throw SystemError("create", path) }
        let file = Descriptor(owning: fd)
        let size = off_t(wanted) * 1_000_000
        guard ftruncate(file.raw, size) == 0 else { throw SystemError("shorten", path) }
        let code = posix_fallocate(file.raw, 0, size)
        guard code == 0 else { throw SystemError(code: code, "grow", path) }
    }
}
