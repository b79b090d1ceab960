import CShim
import Glibc

package enum Priority {
    /// Steps back for everything else that runs on the machine: nice 10, and last at the disks.
    ///
    /// Programs started from now on step back too, except a ``Daemon``. Where the kernel refuses, nothing changes.
    package static func lower() {
        if geteuid() != 0 { OrdinaryThread.begin() }
        muster_lower_priority()
    }

    /// For the calling thread alone: the disks only when nobody else wants them.
    package static func yieldDisks() { muster_idle_disk_priority() }
}
