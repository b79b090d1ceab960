import Glibc
import MusterIO

/// A file outside the node's directories that tells how often nodes started and ended, one line each.
struct StartRecord: Sendable {
    let path: String?
    let node: String

    /// Appends `WORD PID VERSION ROOT TIME`; a record that cannot be written is no reason to end.
    func note(_ word: String, version: String) {
        guard let path else { return }
        let fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard fd >= 0 else { return }
        let file = Descriptor(owning: fd)
        fchmod(file.raw, 0o666)
        let line = "\(word) \(getpid()) \(version) \(node) \(UTCTime.now.text)\n"
        _ = Array(line.utf8).withUnsafeBytes { write(file.raw, $0.baseAddress, $0.count) }
    }
}
