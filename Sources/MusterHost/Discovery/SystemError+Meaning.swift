import Glibc
import MusterIO

extension SystemError {
    /// There is no such file: the one error that proves absence.
    var isAbsence: Bool { code == ENOENT || code == ENOTDIR }

    /// Somebody with more rights would see more.
    var isRefusal: Bool { code == EACCES || code == EPERM }
}
