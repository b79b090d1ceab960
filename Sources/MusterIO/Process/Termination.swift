import CShim
import Glibc

/// What a process makes of being asked to end.
package enum Termination {
    /// From now on SIGTERM is the end of `input`: what runs may come to its own end.
    package static func ends(input: Int32) throws(SystemError) {
        let code = muster_end_input_on(SIGTERM, input)
        guard code == 0 else { throw SystemError(code: code, "watch", "SIGTERM") }
    }
}
