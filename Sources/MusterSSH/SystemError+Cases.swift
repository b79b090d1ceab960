import Glibc
import MusterIO

extension SystemError {
    var isNoSuchFile: Bool { code == ENOENT || code == ENOTDIR }
    var isTryAgain: Bool { code == EAGAIN }
    /// More bytes than the caller allowed.
    var isTooLarge: Bool { code == EFBIG }
}
