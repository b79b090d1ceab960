import Glibc
import MusterIO

/// Space that is kept for the journal, so that a full disk can be acted upon.
struct Reserve: Sendable {
    private let path: String
    private static let bytes: off_t = 256 << 10

    init(in directory: StateDirectory) { path = directory.file("reserve-\(directory.uid)") }

    /// Takes the space unless it is there; on a full disk there is none.
    func fill() {
        if let info = try? FileInfo.of(path, followingLinks: false), info.size >= Int64(Self.bytes) { return }
        unlink(path)
        guard let file = try? File.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600) else { return }
        fchmod(file.raw, mode_t(StateDirectory.fileMode))
        if posix_fallocate(file.raw, 0, Self.bytes) != 0 { unlink(path) }
    }

    /// Gives the space back; false where there was none.
    func release() -> Bool { unlink(path) == 0 }
}
